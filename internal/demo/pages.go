package demo

import (
	"context"
	"net/url"
)

// signInLink is an address at the organisation's pages that signs one of its people in, once, without a passphrase.
func (o *organisation) signInLink(ctx context.Context, name string) (string, error) {
	if _, err := o.client.SignIn(ctx, name, passphrase); err != nil {
		return "", o.fault("sign in %s: %w", name, err)
	}
	link, err := o.client.SignInLink(ctx)
	if err == nil {
		err = o.client.SignOut(ctx)
	}
	if err != nil {
		return "", o.fault("make a sign-in link for %s: %w", name, err)
	}
	return link.Address, nil
}

// openPages ends the story with the addresses of the pages, and links by which two people at one NPM sign in.
func (s *story) openPages(ctx context.Context) error {
	s.say("\n%s", s.in(bold, "The same can be seen and done in a browser on this computer. The pages are at:"))
	for _, o := range s.all {
		link, err := o.signInLink(ctx, o.writes)
		if err != nil {
			return err
		}
		at, err := url.Parse(link)
		if err != nil {
			return o.fault("its pages have no address: %w", err)
		}
		s.say("  %s  %s", at.Scheme+"://"+at.Host+"/", o.name)
	}
	s.say("Two people at %s sign in with these links, each once and within an hour. Open the second in a private window: one window is one person.", s.north.name)
	for _, name := range []string{s.north.writes, s.north.reads} {
		link, err := s.north.signInLink(ctx, name)
		if err != nil {
			return err
		}
		s.say("  %s  %s", link, name)
	}
	return nil
}
