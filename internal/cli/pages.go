package cli

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"praxis/internal/web"
	"praxis/node"
)

const (
	// defaultPages is where the pages are if nothing else is said: on this computer only.
	defaultPages = "127.0.0.1:4780"
	noPages      = "off"
	// certificateTime is how long the certificate of the pages is good for.
	certificateTime = 2 * 365 * 24 * time.Hour
)

// pages are the pages of a running node.
type pages struct {
	server      *web.Server
	listener    net.Listener
	address     string // to open in a browser, without a path
	fingerprint string // of the certificate; "" without TLS
}

// openPages listens for the pages; nil where they are off.
func (a *app) openPages(c Config, d directory, n *node.Node, logger *slog.Logger) (*pages, error) {
	if c.Pages == noPages {
		return nil, nil
	}
	l, err := listenPages(c.Pages)
	if err != nil {
		return nil, err
	}
	p := &pages{listener: l, address: "http://" + l.Addr().String()}
	at, err := netip.ParseAddrPort(l.Addr().String())
	if err != nil || !at.Addr().Unmap().IsLoopback() { // the office's network reads along what is not encrypted
		certificate, fingerprint, err := d.pagesCertificate(a.Now(), c.PagesNames)
		if err != nil {
			return nil, errors.Join(err, l.Close())
		}
		p.listener = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
		p.address, p.fingerprint = "https://"+pagesHost(at, c.PagesNames), fingerprint
	}
	p.server, err = web.New(web.Options{Node: n, Program: a.Version, Now: a.Now, Logger: logger, Names: c.PagesNames, TLS: p.fingerprint != ""})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return p, nil
}

// listenPages opens the address of the pages. Where none was named and another program has the usual port, any free one
// does.
func listenPages(address string) (net.Listener, error) {
	named := address
	if address == "" {
		address = defaultPages
	}
	host, _, err := net.SplitHostPort(address)
	if _, numeric := netip.ParseAddr(host); err != nil || numeric != nil && host != "" && host != "localhost" {
		return nil, wrongUse("--pages takes an address and a port like %s, or %s, not %q", defaultPages, noPages, address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil && named == "" {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, &InUse{What: fmt.Sprintf("the pages cannot be at %s (%v): name another address with --pages, or %s", address, err, noPages)}
	}
	return l, nil
}

// pagesHost is the host and port to open: the first name by which the office calls this computer, or its address.
func pagesHost(at netip.AddrPort, names []string) string {
	port := fmt.Sprint(at.Port())
	if len(names) > 0 {
		return net.JoinHostPort(names[0], port)
	}
	if at.Addr().IsValid() && !at.Addr().IsUnspecified() {
		return at.String()
	}
	if name, err := os.Hostname(); err == nil {
		return net.JoinHostPort(name, port)
	}
	return net.JoinHostPort("localhost", port)
}

// pagesCertificate reads the certificate of the pages, or makes one that signs itself. People compare its fingerprint with
// what their browser shows, once.
func (d directory) pagesCertificate(now time.Time, names []string) (tls.Certificate, string, error) {
	raw, err := os.ReadFile(d.pagesKey())
	if err == nil {
		c, err := tls.X509KeyPair(raw, raw)
		if err != nil {
			return c, "", fail(ExitFailed, "%s is damaged (%v): delete it, and a new certificate is made at the next start", d.pagesKey(), err)
		}
		if now.Before(c.Leaf.NotAfter) {
			return c, fingerprintOf(c.Leaf.Raw), nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return tls.Certificate{}, "", err
	}
	if raw, err = newCertificate(now, names); err != nil {
		return tls.Certificate{}, "", fmt.Errorf("make a certificate for the pages: %w", err)
	}
	if err := os.WriteFile(d.pagesKey(), raw, 0o600); err != nil {
		return tls.Certificate{}, "", err
	}
	c, err := tls.X509KeyPair(raw, raw)
	if err != nil {
		return c, "", err
	}
	return c, fingerprintOf(c.Leaf.Raw), nil
}

func newCertificate(now time.Time, names []string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	if name, err := os.Hostname(); err == nil {
		names = append(names[:len(names):len(names)], name)
	}
	t := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Praxis"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateTime),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, DNSNames: append(names, "localhost")}
	if own, err := net.InterfaceAddrs(); err == nil {
		for _, a := range own {
			if n, ok := a.(*net.IPNet); ok {
				t.IPAddresses = append(t.IPAddresses, n.IP)
			}
		}
	}
	certificate, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...), nil
}

// fingerprintOf writes a SHA-256 as browsers show it.
func fingerprintOf(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	var pairs []string
	for _, b := range sum {
		pairs = append(pairs, fmt.Sprintf("%02X", b))
	}
	return strings.Join(pairs, ":")
}

// serve answers at the pages until they are closed; without any, until the context ends.
func (p *pages) serve(ctx context.Context) error {
	if p == nil {
		<-ctx.Done()
		return nil
	}
	return p.server.Serve(p.listener)
}

func (p *pages) close() error {
	if p == nil {
		return nil
	}
	return p.server.Close()
}

// tell says where the pages are and, while nobody works here, the link at which the first person is named.
func (p *pages) tell(a *app) error {
	if p == nil {
		return nil
	}
	a.say("  pages at %s", p.address)
	if p.fingerprint != "" {
		a.say("  whose certificate has the SHA-256 fingerprint %s", p.fingerprint)
	}
	path, err := p.server.First()
	if err == nil && path != "" {
		a.say("  nobody works here yet: open %s%s once, to name the first person", p.address, path)
	}
	return err
}
