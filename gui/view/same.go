package view

import "reflect"

// Same reports whether two windows say the same, so that the second need not be
// drawn. It does not look into a long list, and says no.
func Same(a, b Window) bool { return alike(reflect.ValueOf(a), reflect.ValueOf(b)) }

// looked is how many rows a list may have to be looked into.
const looked = 200

var rowsType = reflect.TypeFor[Rows]()

// alike is [reflect.DeepEqual], but for [Rows], whose rows are made when they are
// wanted.
func alike(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Interface, reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		a, b = a.Elem(), b.Elem()
		return a.Type() == b.Type() && alike(a, b)
	case reflect.Struct:
		lists := a.Type() == rowsType
		for i := range a.NumField() {
			if made := lists && a.Field(i).Kind() == reflect.Func; !made && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return !lists || sameRows(a.Interface().(Rows), b.Interface().(Rows))
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map, reflect.Func, reflect.Chan:
		return a.IsNil() && b.IsNil() // there is none in a window
	}
	return a.Equal(b)
}

func sameRows(a, b Rows) bool {
	if a.Len != b.Len || a.Len > looked {
		return false
	}
	for i := range a.Len {
		if !alike(reflect.ValueOf(a.Row(i)), reflect.ValueOf(b.Row(i))) {
			return false
		}
	}
	return true
}
