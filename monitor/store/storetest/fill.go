package storetest

import (
	"fmt"
	"reflect"
	"time"

	"vigie/monitor"
)

// fill sets every field of a value, so that the round trips notice the loss of
// any, those added later included. The times are at(1), at(2)…
func fill[T any](at func(int) time.Time) T {
	var v T
	f := filler{at: at}
	f.fill(reflect.TypeOf(v).Name(), reflect.ValueOf(&v).Elem())
	return v
}

type filler struct {
	at    func(int) time.Time
	times int
}

func (f *filler) fill(path string, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		f.times++
		v.Set(reflect.ValueOf(f.at(f.times)))
		return
	case monitor.Date:
		v.Set(reflect.ValueOf(monitor.MustDate("2024-02")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(path + " <é>")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(3) // a verdict as well
	case reflect.Uint8:
		v.SetUint(0xff)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(path, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(path+"[0]", v.Index(0))
		f.fill(path+"[1]", v.Index(1))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(path+".key", key)
		f.fill(path+".value", value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	default:
		panic(fmt.Sprintf("%s is a %s: teach fill to set one", path, v.Kind()))
	}
}
