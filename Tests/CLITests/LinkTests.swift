import ArgumentParser
import Core
import Foundation
import Testing

@testable import CLI

@Suite struct LinkTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = "\(NSTemporaryDirectory())/cli-link-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private let link = Link(api: "http://localhost:8080", app: AppID().description, name: "demo/shop")

    @Test func `a folder's link is that of the folders in it, and the nearest wins`() throws {
        try withFolder { folder in
            let inner = folder + "/a/b"
            try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
            #expect(try Link.find(from: inner) == nil)
            try link.write(to: folder + "/" + Link.fileName)
            #expect(try Link.find(from: inner)?.link == link)
            var other = link
            other.name = "demo/other"
            try other.write(to: folder + "/a/" + Link.fileName)
            #expect(try Link.find(from: inner)?.link == other)
            #expect(try Link.find(from: folder)?.link == link)
        }
    }

    @Test(arguments: ["", "{", "{}", "{\"api\":\"http://x\",\"app\":\"shop\"}", "[]"]) func `a file that is no link is told, not followed`(text: String) throws {
        try withFolder { folder in
            try text.write(toFile: folder + "/" + Link.fileName, atomically: true, encoding: .utf8)
            #expect(throws: CLIError.self) { try Link.find(from: folder) }
        }
    }

    @Test func `a link elsewhere and a folder of that name are no links`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/" + Link.fileName, withIntermediateDirectories: true)
            #expect(try Link.find(from: folder) == nil)
        }
        try withFolder { folder in
            try link.write(to: folder + "/real")
            try FileManager.default.createSymbolicLink(atPath: folder + "/" + Link.fileName, withDestinationPath: folder + "/real")
            #expect(try Link.find(from: folder) == nil)
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a link that somebody else wrote is not believed`() throws {
        try withFolder { folder in
            let path = folder + "/" + Link.fileName
            try link.write(to: path)
            #expect(chown(path, 65_534, 65_534) == 0)
            #expect(throws: CLIError.self) { try Link.find(from: folder) }
        }
    }

    @Test(arguments: [
        "https://github.com/acme/shop.git", "https://github.com/acme/shop", "git@github.com:acme/shop.git", "ssh://git@GitHub.com/acme/shop/",
        "https://token@github.com/acme/shop.git",
    ]) func `a repository is the same however it is written`(url: String) {
        #expect(RepositoryAddress(url) == RepositoryAddress("https://github.com/acme/shop"))
        #expect(Words.repository(url) == "github.com/acme/shop")
    }

    @Test func `what is no address of a host is none`() {
        for text in ["", "/srv/git/shop", "../shop", "https://github.com", "C"] { #expect(RepositoryAddress(text) == nil) }
        #expect(RepositoryAddress("https://github.com/acme/shop") != RepositoryAddress("https://github.com/acme/shop2"))
        #expect(WorkingCopy.read("remote.origin.url git@github.com:acme/shop.git\nremote.x.url /srv/y\n") == [RepositoryAddress("https://github.com/acme/shop")])
    }

    @Test func `a lone number after a command is no app`() throws {
        let timeline = try #require(try Slipway.parseAsRoot(["timeline", "5"]) as? Timeline)
        #expect(try timeline.app.apart(from: timeline.number).number == 5)
        let both = try #require(try Slipway.parseAsRoot(["timeline", "shop", "5"]) as? Timeline)
        let apart = try both.app.apart(from: both.number)
        #expect(apart.app.app?.text == "shop" && apart.number == 5)
    }

    @Test func `the first word is the app unless it is what the command is about`() {
        #expect(Env.split(["shop", "A=b"]) { $0.contains("=") }.app?.text == "shop")
        #expect(Env.split(["A=b", "C=d"]) { $0.contains("=") }.rest == ["A=b", "C=d"])
        #expect(Env.split(["A=b"]) { $0.contains("=") }.app == nil)
    }

    @Test func `names that were perhaps meant are offered`() {
        #expect(Nearness.nearest(to: "shpo", of: ["shop", "blog", "shop"]) == ["shop"])
        #expect(Nearness.nearest(to: "shop", of: ["shop-api", "zebra"]) == ["shop-api"])
        #expect(Nearness.nearest(to: "zzz", of: ["shop"]) == [])
        #expect(Nearness.distance("", "ab") == 2 && Nearness.distance("ab", "") == 2 && Nearness.distance("kitten", "sitting") == 3)
    }

    @Test func `completions name apps plainly where that is enough`() {
        let items = [(name: "shop", project: "a"), (name: "shop", project: "b"), (name: "blog", project: "a"), (name: "$(rm)", project: "a")]
        #expect(Completions.offered(items, "") == ["a/shop", "b/shop", "blog"])
        #expect(Completions.offered(items, "a/") == ["a/blog", "a/shop"])
        #expect(Completions.offered([(name: "demo", project: "")], "d") == ["demo"])
    }

    @Test(arguments: CompletionShell.allCases) func `every shell has its script, and it asks for names`(shell: CompletionShell) {
        let script = Slipway.completionScript(for: shell)
        #expect(script.contains("---completion") && script.contains("rollback"))
    }
}
