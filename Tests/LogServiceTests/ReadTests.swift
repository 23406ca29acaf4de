import Core
import Messages
import TestSupport
import Testing

@testable import LogService

@Suite struct ReadTests {
    @Test func `without a cursor: the newest lines, ascending, and where to go on in both directions`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append((1...10).map(String.init))
            let page = try await fixture.read { $0.limit = 3 }
            #expect(page.items.map(\.text) == ["8", "9", "10"])
            #expect(page.nextCursor == "a10" && page.prevCursor == "b8")
            let first = try await fixture.read { ($0.limit, $0.fromStart) = (3, true) }
            #expect(first.items.map(\.text) == ["1", "2", "3"])
            #expect(first.nextCursor == "a3" && first.prevCursor == nil)
        }
    }

    @Test func `an app that has said nothing has a cursor too, and what comes lies behind it`() async throws {
        try await Fixture.run { fixture in
            let empty = try await fixture.read()
            #expect(empty.items.isEmpty && empty.nextCursor == "a0" && empty.prevCursor == nil)
            try await fixture.append(["first"])
            #expect(try await fixture.read { $0.cursor = empty.nextCursor }.items.map(\.text) == ["first"])
            let after = try await fixture.read { $0.cursor = "a1" }
            #expect(after.items.isEmpty && after.nextCursor == "a1")
        }
    }

    @Test(arguments: [1, 3, 7, 25, 40]) func `paging in either direction has no gap and no repeat, whatever the filter`(limit: UInt32) async throws {
        try await Fixture.run { fixture in
            for number in 1...40 {
                try await fixture.append(["line \(number)"], from: Int64(number)) { line in
                    line.stream = number % 3 == 0 ? .stderr : .stdout
                    line.instance = number % 2 == 0 ? "a" : "b"
                }
            }
            let filters: [@Sendable (inout Proto.ReadLinesRequest) -> Void] = [
                { _ in }, { $0.stream = "stderr" }, { $0.instance = "a" }, { $0.q = "LINE 1" }, { $0.q = "nowhere" },
            ]
            for filter in filters {
                let all = try await fixture.read { filter(&$0); ($0.fromStart, $0.limit) = (true, 500) }.items.map(\.seq)
                var forward: [UInt64] = []
                var cursor = "a0"
                while true {
                    let page = try await fixture.read { filter(&$0); ($0.limit, $0.cursor) = (limit, cursor) }
                    cursor = page.nextCursor
                    if page.items.isEmpty { break }
                    forward += page.items.map(\.seq)
                }
                #expect(forward == all)
                #expect(cursor == "a40")
                var backward: [UInt64] = []
                var place: String?
                repeat {
                    let page = try await fixture.read { filter(&$0); ($0.limit, $0.cursor) = (limit, place ?? "") }
                    // Going forward from any page leads to what was read before it.
                    let next = try await fixture.read { filter(&$0); ($0.limit, $0.cursor) = (1, page.nextCursor) }
                    #expect(next.items.map(\.seq) == Array(backward.prefix(1)))
                    backward = page.items.map(\.seq) + backward
                    place = page.prevCursor
                } while place != nil
                #expect(backward == all)
            }
        }
    }

    @Test func `a page of long lines is a shorter one, in either direction without a gap`() async throws {
        try await Fixture.run { fixture in
            for number in 1...30 { try await fixture.append(["\(number) " + String(repeating: "x", count: 16_000)], from: Int64(number)) }
            let newest = try await fixture.read { $0.limit = 30 }
            #expect((2..<30).contains(newest.items.count))
            #expect(newest.items.last?.seq == 30 && newest.nextCursor == "a30")
            #expect(try newest.encoded().count < 256 * 1024)
            var backward = newest
            var seen = newest.items.map(\.seq)
            while let cursor = backward.prevCursor {
                backward = try await fixture.read { ($0.limit, $0.cursor) = (30, cursor) }
                seen = backward.items.map(\.seq) + seen
            }
            #expect(seen == Array(1...30))
            #expect(try await fixture.stored().map(\.seq) == Array(1...30))
        }
    }

    @Test func `a search is of text, in any case of ASCII, and of nothing but the text`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["Timeout after 5 s", "100 % done_", "Ärger", "㤀", "a\\b"])
            try await fixture.append(["raw"], writer: "raw") { $0.message = [0xFF, 0xFE] + Array("TIMEOUT".utf8) }
            func found(_ text: String) async throws -> [UInt64] { try await fixture.read { $0.q = text }.items.map(\.seq) }
            #expect(try await found("timeout") == [1, 6])
            #expect(try await found("% DONE_") == [2])
            #expect(try await found("%") == [2])
            #expect(try await found("rger") == [3])
            // Bytes above ASCII have no case: these two differ in the bit that is ASCII's.
            #expect(try await found("ä") == [])
            #expect(try await found("Ä") == [3])
            #expect(try await found("\\") == [5])
            #expect(try await found("'; DROP TABLE lines; --") == [])
        }
    }

    @Test func `since and until are of time, and since begins at its first line`() async throws {
        try await Fixture.run { fixture in
            let start = Timestamp(microseconds: 1_800_000_000_000_000)
            for number in 0..<10 {
                try await fixture.append(["\(number)"], from: Int64(number + 1)) { $0.time = start.adding(.seconds(Int64(number))) }
            }
            let since = start.adding(.seconds(3)).microseconds
            let page = try await fixture.read { ($0.since, $0.limit) = (since, 2) }
            #expect(page.items.map(\.text) == ["3", "4"])
            let rest = try await fixture.read { ($0.since, $0.cursor) = (since, page.nextCursor) }
            #expect(rest.items.map(\.text) == ["5", "6", "7", "8", "9"])
            let until = start.adding(.seconds(5)).microseconds
            #expect(try await fixture.read { ($0.since, $0.until) = (since, until) }.items.map(\.text) == ["3", "4"])
            #expect(try await fixture.read { ($0.until, $0.limit) = (until, 2) }.items.map(\.text) == ["3", "4"])
        }
    }

    @Test func `a deployment's lines are its own and its build's`() async throws {
        try await Fixture.run { fixture in
            let (deployment, other, build) = (DeploymentID(), DeploymentID(), BuildID())
            try await fixture.append(["built by another deployment"], writer: "1") { ($0.source, $0.deployment, $0.build) = (.build, other, build) }
            try await fixture.append(["other"], writer: "2") { $0.deployment = other }
            try await fixture.append(["mine"], writer: "3") { $0.deployment = deployment }
            try await fixture.append(["nobody's"], writer: "4")
            let page = try await fixture.read { ($0.deploymentID, $0.buildID) = (deployment.description, build.description) }
            #expect(page.items.map(\.text) == ["built by another deployment", "mine"])
            #expect(try await fixture.read { $0.deploymentID = deployment.description }.items.map(\.text) == ["mine"])
            #expect(try await fixture.read { $0.buildID = build.description }.items.map(\.text) == ["built by another deployment"])
        }
    }

    @Test func `an app's lines are there for its own project only`() async throws {
        try await Fixture.run { fixture in
            try await fixture.append(["secret"])
            let request = Proto.ReadLinesRequest(appID: fixture.app.description)
            let page = try await ReadLinesHandler(store: fixture.store).handle(request, fixture.context(ProjectID()))
            #expect(page.items.isEmpty && page.nextCursor == "a0")
        }
    }

    @Test func `a question that makes no sense is refused`() async throws {
        try await Fixture.run { fixture in
            for cursor in ["17", "a", "a-1", "a+1", "c3", "a99999999999999999999", "a1 OR true"] {
                #expect(await code { _ = try await fixture.read { $0.cursor = cursor } } == .invalidArgument)
            }
            #expect(await code { _ = try await fixture.read { $0.stream = "stdin" } } == .invalidArgument)
            #expect(await code { _ = try await fixture.read { $0.appID = "shop" } } == .invalidArgument)
        }
    }
}
