import Testing

@testable import BuildService

@Suite struct SourceRulesTests {
    @Test(arguments: [
        ("https://github.com/acme/shop", "https://github.com/acme/shop"), ("HTTPS://GitHub.com/acme/Shop.git", "https://github.com/acme/Shop.git"),
        ("https://git.example.com:8443/a/b/", "https://git.example.com:8443/a/b"), ("https://[2606:50c0::153]/a", "https://[2606:50c0::153]/a"),
        ("https://github.com:443/a/b", "https://github.com/a/b"),
    ])
    func `a plain https address is taken and normalised`(_ text: String, _ normal: String) throws {
        #expect(try RepositoryURL(text, allowsHTTP: false).description == normal)
    }

    static let hostile = [
        "", "ext::sh -c touch% /tmp/x", "EXT::sh -c id", "Ext::https://github.com/a/b", "file:///etc/passwd", "FILE:///etc", "ssh://git@host/a",
        "git://host/a", "git@github.com:a/b", "ftp://host/a", "gopher://host/a", "http://github.com/a/b", "-uhttps://x/y", "--upload-pack=id",
        "https://user@host/a", "https://user:pw@host/a", "https://@host/a", "https://host", "https://host/", "https:///a", "https://host//a",
        "https://host/a//b", "https://host/../a", "https://host/a/..", "https://host/./a", "https://host/-a", "https://host/a?b=c",
        "https://host/a#b", "https://host/a%2fb", "https://host/a b", "https://host/a\tb", "https://host/a\nb", "https://host/a\r\nHost: x",
        "https://host/a\0b", "https://ho\0st/a", "https://ho st/a", "https://host:0/a", "https://host:65536/a", "https://host:/a",
        "https://host:8a/a", "https://host:+1/a", "https://host:80:80/a", "https://-host/a", "https://host-/a", "https://.host/a", "https://host./a",
        "https://ho_st/a", "https://höst/a", "https://host/ä", "https://host/\u{2010}a", "https://\u{FF47}ithub.com/a", "https://host\\a/b",
        "https://host/a\\b", "https://host/a;b", "https://host/$(id)", "https://host/`id`", "https://host/a|b", "https://host/a&b", "https://host/a'b",
        "https://host/\"a", "https://host/a*", "https://host/a{b}", "https://[::1/a", "https://[host]/a", "https://[fe80::1%25eth0]/a", "https://[]/a",
        " https://host/a", "https:/host/a", "https:host/a", "https//host/a", "httpss://host/a", "javascript:alert(1)", "://host/a",
        "https://host/\u{202E}a", "https://host/" + String(repeating: "a", count: 600), "https://" + String(repeating: "a", count: 64) + "/a",
    ]

    @Test(arguments: hostile)
    func `anything else is refused`(_ text: String) {
        #expect(throws: RepositoryURL.Refusal.self) { try RepositoryURL(text, allowsHTTP: false) }
    }

    @Test func `http is for installations that allow it`() throws {
        #expect(try RepositoryURL("http://127.0.0.1:9000/a.git", allowsHTTP: true).description == "http://127.0.0.1:9000/a.git")
        #expect(try RepositoryURL("https://github.com/acme/shop.git", allowsHTTP: false).name == "github.com/acme/shop")
    }

    @Test(arguments: ["main", "feature/a-b_c", "v1.2.3", "0f", "a/b/c", String(repeating: "a", count: 200)])
    func `a plain ref is taken`(_ text: String) { #expect(GitRef.isWellFormed(text)) }

    @Test(arguments: [
        "", "-", "--upload-pack=id", "-b", "a..b", "..", "a...b", "a b", "a\tb", "a\nb", "a\0b", "a:b", "a^", "a~1", "a@{0}", "a*", "a?", "a[b",
        "a\\b", "/a", "a/", "a//b", "a.lock", "a.", "ä", "a;b", "$(id)", "`id`", "\u{2010}a", "refs/heads/main:refs/heads/x", "+main", "a'b",
        String(repeating: "a", count: 201),
    ])
    func `any other ref is refused`(_ text: String) { #expect(!GitRef.isWellFormed(text)) }

    @Test func `a commit is forty lower-case hex digits`() {
        #expect(GitRef.isCommit(String(repeating: "0a", count: 20)))
        for text in ["", "0a", String(repeating: "0A", count: 20), String(repeating: "0g", count: 20), String(repeating: "0", count: 41), "--output=x"] {
            #expect(!GitRef.isCommit(text))
        }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.1.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1",
        "ff02::1", "3fff::1", "5f00::1", "not an address", "", "2130706433", "0x7f.1", "127.1", "8.8.8.8 ",
    ])
    func `an address that is not plainly public is refused`(_ text: String) { #expect(!AddressPolicy.isPublic(text)) }

    @Test(arguments: ["8.8.8.8", "140.82.121.3", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "2606:50c0::153", "2a00:1450::1"])
    func `a public address is taken`(_ text: String) { #expect(AddressPolicy.isPublic(text)) }

    @Test(arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
    func `a name that leads to a private address is refused before Git hears of it`(_ host: String) async {
        await #expect { _ = try await SourcePolicy(allowsPrivate: false).admit("https://\(host)/a/b") } throws: { error in
            (error as? BuildFailure)?.reason == .policyRefused || (error as? BuildFailure)?.reason == .sourceUnreachable
        }
    }

    @Test func `a pinned repository names every address`() throws {
        let pinned = PinnedRepository(url: try RepositoryURL("https://git.example.com/a", allowsHTTP: false), addresses: ["8.8.8.8", "2606::1"])
        #expect(pinned.pin == "git.example.com:443:8.8.8.8,[2606::1]")
    }

    @Test(arguments: [("", ""), ("/", ""), ("a/b", "a/b"), ("./a//b/", "a/b"), ("/web", "web"), ("dist", "dist")])
    func `a path inside the repository is normalised`(_ raw: String, _ text: String) { #expect(RelativePath(raw)?.text == text) }

    @Test(arguments: ["..", "../a", "a/../..", "a/..", "//etc", "a\\b", "a\0b", "a\nb", "a:b", ".git", "a/.GIT/config", "-rf", "\u{202E}a", String(repeating: "a", count: 256)])
    func `a path that leads elsewhere is refused`(_ raw: String) { #expect(RelativePath(raw) == nil) }

    @Test func `git's complaints become sentences`() throws {
        let url = try RepositoryURL("https://github.com/acme/shop", allowsHTTP: false)
        func reason(_ text: String) -> BuildFailure.Reason { GitComplaint.failure(text, about: url).reason }
        #expect(reason("fatal: could not read Username for 'https://github.com': terminal prompts disabled") == .sourceAuthRequired)
        #expect(reason("fatal: unable to access 'https://x/': The requested URL returned error: 403") == .sourceAuthRequired)
        #expect(reason("fatal: unable to access 'https://x/': Failed to connect: Connection refused") == .sourceUnreachable)
        #expect(
            GitComplaint.noBranch("mian", in: url, has: ["main", "dev"]).message
                == "There is no branch `mian` in github.com/acme/shop; it has main, dev.")
    }
}
