package protocol

import (
	"encoding"
	"reflect"
	"strings"
)

// Named gives a version the field names of the specification, for JSON, leaving out the salt and what is not given.
func Named(v Version) map[string]any {
	m := named(reflect.ValueOf(v)).(map[string]any)
	delete(m, "s")
	return m
}

func named(v reflect.Value) any {
	if t, ok := v.Interface().(encoding.TextMarshaler); ok && v.Kind() != reflect.Pointer {
		if b, err := t.MarshalText(); err == nil {
			return string(b)
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return named(v.Elem())
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = named(v.Index(i))
		}
		return list
	case reflect.Struct:
		m := make(map[string]any, v.NumField())
		for i := range v.NumField() {
			name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("codec"), ",")
			if name == "" || strings.Contains(options, "omitempty") && v.Field(i).IsZero() {
				continue
			}
			m[name] = named(v.Field(i))
		}
		return m
	}
	return v.Interface()
}
