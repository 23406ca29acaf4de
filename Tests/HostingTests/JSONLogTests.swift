import Core
import Hosting
import Logging
import Synchronization
import Testing

@Suite struct JSONLogTests {
    private final class Lines: Sendable {
        let lines = Mutex<[String]>([])
    }

    private func lines(_ body: (Logger) -> Void) throws -> [JSONValue] {
        let taken = Lines()
        let logger = Logger(label: "test") { _ in
            JSONLog(service: "build", replica: "build-2", level: .info) { line in taken.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
        body(logger)
        return try taken.lines.withLock { $0 }.map { line in
            #expect(line.hasSuffix("\n") && !line.dropLast().contains("\n"))
            return try JSONValue(parsing: Array(line.utf8))
        }
    }

    @Test func `a line says when, how bad, who and what`() throws {
        let line = try #require(try lines { $0.warning("lease lost", metadata: ["build.id": "7"]) }.first)
        #expect(line["level"] == "warning")
        #expect(line["service"] == "build")
        #expect(line["replica"] == "build-2")
        #expect(line["message"] == "lease lost")
        #expect(line["metadata"]?["build.id"] == "7")
    }

    @Test func `nothing in a value can break the line`() throws {
        let wild = "a\"b\\c\nd\u{1}é\u{2028}"
        let line = try #require(try lines { $0.info("\(wild)", metadata: ["k": .array(["\(wild)", ["x": "\(wild)"]])]) }.first)
        #expect(line["message"] == .string(wild))
        #expect(line["metadata"]?["k"] == .array([.string(wild), .object(["x": .string(wild)])]))
    }

    @Test func `below the level nothing is written`() throws {
        #expect(try lines { $0.debug("noise") }.isEmpty)
    }

    @Test func `the logger's metadata is beside the line's own`() throws {
        let line = try #require(
            try lines { logger in
                var logger = logger
                logger[metadataKey: "request.id"] = "r"
                logger.info("x", metadata: ["n": "1"])
            }.first)
        #expect(line["metadata"] == .object(["request.id": "r", "n": "1"]))
    }
}
