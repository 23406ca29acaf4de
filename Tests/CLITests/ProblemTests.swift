import Core
import Foundation
import Testing

@testable import CLI

@Suite struct ProblemTests {
    @Test func `a problem is its sentence, not its class`() {
        let error = APIClient.problem(404, ["title": "Not found", "detail": "There is no app shop.", "code": "not_found"])
        #expect(error.message == "There is no app shop." && error.code == "not_found" && error.advice == nil)
    }

    @Test func `fields are named`() {
        let fields: JSONValue = ["errors": [["field": "name", "message": "must not be empty"], ["field": "run.port", "message": "is taken"]]]
        #expect(APIClient.problem(400, fields).message == "name must not be empty; run.port is taken")
    }

    @Test func `what can be done is said`() {
        #expect(APIClient.problem(401, [:]).advice == "slipway login")
        #expect(APIClient.problem(500, ["request_id": "r1"]).advice?.contains("r1") == true)
        #expect(APIClient.problem(502, .null).message == "The platform answered 502.")
    }

    @Test(arguments: ["a b", "ä/ö?&=#", "100%", "+"]) func `what is typed cannot change the question`(text: String) {
        let escaped = APIClient.escape(text)
        #expect(escaped.removingPercentEncoding == text)
        #expect(escaped.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%".utf8.contains($0) })
    }
}
