package checklist
import ("time";"testing";"fmt";"encoding/json";"vigie/assets";"vigie/monitor";"vigie/monitor/directory";"vigie/monitor/explain")
func TestX(t *testing.T){
 var file struct{ Breaches []monitor.Record `json:"breaches"` }
 json.Unmarshal(assets.Catalogue(), &file)
 d,err:=directory.Load(assets.Directory(), file.Breaches); if err!=nil{t.Fatal(err)}
 cl,_:=explain.LoadClasses(assets.Classes())
 a,err:=Load(assets.Advice(), d, cl); if err!=nil{t.Fatal(err)}
 for i:=range file.Breaches{ file.Breaches[i].FirstSeen=monitorTime("2026-11-22") }
 cat:=monitor.NewCatalogue(monitor.Merge(file.Breaches))
 for _, both := range []bool{false,true}{
 h:=&monitor.Household{Persons:[]monitor.Person{{ID:"p",Name:"C",Role:monitor.Adult}}, Affiliations: []monitor.Affiliation{{ID:"a",Person:"p",Organisation:"Pole emploi",Relation:"jobseeker",Period:monitor.Period{From:monitor.MustDate("2011"),To:monitor.MustDate("2013")}}}}
 if both { h.Affiliations=append(h.Affiliations, monitor.Affiliation{ID:"b",Person:"p",Organisation:"Free",Relation:"subscriber",Period:monitor.Period{From:monitor.MustDate("2018"),Current:true}},monitor.Affiliation{ID:"c",Person:"p",Organisation:"Free Mobile",Relation:"subscriber",Period:monitor.Period{From:monitor.MustDate("2018"),Current:true}})}
 today:=LocalDay(monitorTime("2026-11-22"))
 fs:=cat.Match(h,today)
 for _,f:=range fs{fmt.Println(f.Breach,f.Verdict)}
 plan:=a.Plan(Input{Household:h,Catalogue:cat,Findings:fs,Today:today})
 for _,x:=range plan{ fmt.Println(x.Urgency,x.State,x.ID,x.Minutes,x.Due,x.Repeats,x.Breaches,len(x.Classes))
  for _,y:=range x.Parts{ fmt.Println("     ",y.Urgency,y.State,y.ID,y.Minutes,y.Due,y.Repeats,y.Breaches,y.Classes) } }
 for _,x:=range a.Together(monitor.Exposures(fs)[0]) { fmt.Println(x.ID,x.Certain,x.Breaches,x.Prevent)}
 }
}
func monitorTime(s string) time.Time { t,_:=time.Parse("2006-01-02",s); return t }
