package main

import (
	"fmt"
	"runtime/debug"
	"testing"

	"praxis/protocol/exchange"
)

func TestTheVersionNamesWhatWasBuilt(t *testing.T) {
	build := func(version string, settings ...string) *debug.BuildInfo {
		i := &debug.BuildInfo{Main: debug.Module{Version: version}}
		for n := 0; n < len(settings); n += 2 {
			i.Settings = append(i.Settings, debug.BuildSetting{Key: settings[n], Value: settings[n+1]})
		}
		return i
	}
	const revision = "84cef7912345678901234567890123456789abcd"
	for _, tt := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "of an unknown build"},
		{build(""), "of an unknown build"},
		{build("(devel)"), "of an unknown build"},
		{build("v1.2.3"), "v1.2.3"},
		{build("v1.2.3", "vcs.revision", revision), "v1.2.3"},
		{build("(devel)", "vcs.revision", revision, "vcs.modified", "false"), "of revision 84cef7912345"},
		{build("(devel)", "vcs.revision", revision, "vcs.modified", "true"), "of revision 84cef7912345, changed since"},
		{build("(devel)", "vcs.revision", "84ce"), "of revision 84ce"},
	} {
		if got, want := versionOf(tt.info), fmt.Sprintf("%s, protocol %d", tt.want, exchange.Features); got != want {
			t.Errorf("%+v is called %q, not %q", tt.info, got, want)
		}
	}
}
