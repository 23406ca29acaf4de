import Core
import Testing

@testable import CLI

@Suite struct APICommandTests {
    @Test func `fields become a body, with their types`() throws {
        let body = try APICommand.object(["name=acme", "run.port=3000", "run.read_only=true", "list=[1]", "none=null", "empty=", "a=b=c"], ["version=7"])
        #expect(
            body == [
                "name": "acme", "run": ["port": 3000, "read_only": true], "list": [1], "none": nil, "empty": "", "a": "b=c", "version": "7",
            ])
        for bad in ["name", "=x", ".a=1", "a..b=1"] { #expect(throws: CLIError.self) { try APICommand.object([bad]) } }
    }

    @Test func `a path is one of the API, however it is begun`() {
        for path in ["apps", "/apps", "api/v1/apps", "/api/v1/apps"] { #expect(APICommand.full(path) == "/api/v1/apps") }
        #expect(APICommand.full("/openapi.json") == "/openapi.json" && APICommand.full("openapi.json") == "/api/v1/openapi.json")
    }

    @Test func `the method may be left out`() throws {
        #expect(try APICommand.question("apps", nil, hasBody: false) == (method: "GET", path: "apps"))
        #expect(try APICommand.question("apps", nil, hasBody: true) == (method: "POST", path: "apps"))
        #expect(try APICommand.question("put", "apps", hasBody: false) == (method: "PUT", path: "apps"))
        #expect(throws: CLIError.self) { try APICommand.question("FETCH", "apps", hasBody: false) }
    }
}
