import Core
import Foundation
import Testing

@testable import CLI

@Suite struct ProblemTests {
    @Test func `a problem is its sentence, not its class`() {
        let error = Problem.error(404, ["title": "Not found", "detail": "There is no app shop.", "code": "not_found"])
        #expect(error.message == "There is no app shop." && error.code == "not_found" && error.advice == nil)
    }

    @Test func `fields are named`() {
        let fields: JSONValue = ["errors": [["field": "name", "message": "must not be empty"], ["field": "run.port", "message": "is taken"]]]
        #expect(Problem.error(400, fields).message == "name must not be empty; run.port is taken")
    }

    @Test func `what can be done is said`() {
        #expect(Problem.error(401, [:], from: "http://localhost:8080").advice == "slipway login http://localhost:8080")
        #expect(Problem.error(401, [:], withToken: true).advice?.contains("slipway tokens create") == true)
        #expect(Problem.error(429, [:]).advice?.contains("wait") == true)
        #expect(Problem.error(500, ["request_id": "r1"]).advice?.contains("r1") == true)
        #expect(Problem.error(502, .null).message == "The platform answered 502.")
    }

    @Test func `who may not and what is away have exit codes of their own`() {
        #expect(Problem.error(401, [:]).exitCode == .notPermitted && Problem.error(403, [:]).exitCode == .notPermitted)
        #expect(Problem.error(409, [:]).exitCode == .failed && !Problem.error(409, [:]).isPassing)
        #expect(Problem.error(503, [:]).isPassing)
    }

    @Test func `a command says what to do where the platform has nothing to say`() async throws {
        await #expect(performing: {
            try await advising(409, "slipway apps show shop") { throw Problem.error(409, ["detail": "There is an app shop."]) }
        }, throws: { ($0 as? CLIError)?.advice == "slipway apps show shop" })
        await #expect(performing: {
            try await advising(409, "never") { throw Problem.error(401, [:]) }
        }, throws: { ($0 as? CLIError)?.advice == "slipway login" })
    }

    @Test(arguments: ["a b", "ä/ö?&=#", "100%", "+"]) func `what is typed cannot change the question`(text: String) {
        let escaped = APIClient.escape(text)
        #expect(escaped.removingPercentEncoding == text)
        #expect(escaped.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%".utf8.contains($0) })
    }
}
