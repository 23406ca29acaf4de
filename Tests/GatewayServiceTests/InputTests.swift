import Core
import Messages
import Identity
import Hummingbird
import HummingbirdCore
import Testing

@testable import GatewayService

@Suite struct InputTests {
    private let fields: [Field] = [
        .text("name", most: 8).required, .integer("count", 1...3), .flag("on"), .choice("method", "a", "b"),
        .object("run", [.text("memory").nullable]), .map("variables", of: .object([.text("value").required]), isNullable: true),
        .list("scopes", of: .choice(["read"])), .time("at"),
    ]

    private func refused(_ text: String) -> [String] {
        do {
            _ = try Body.parse(Array(text.utf8), fields)
            return []
        } catch {
            return error.fields.map(\.field)
        }
    }

    @Test func `a body of the right shape is taken as it is`() throws {
        let text = """
            {"name":"x","count":2,"on":false,"method":"a","run":{"memory":null},"variables":{"A":{"value":""},"B":null},
             "scopes":["read"],"at":"2026-01-01T00:00:00Z"}
            """
        let body = try Body.parse(Array(text.utf8), fields)
        #expect(body["variables"]?["B"] == .null)
        #expect(body["count"]?.int == 2)
    }

    @Test func `every mistake is told with the path of its field`() {
        #expect(refused(#"{"name":"x","colour":1}"#) == ["colour"])
        #expect(refused(#"{}"#) == ["name"])
        #expect(refused(#"{"name":3}"#) == ["name"])
        #expect(refused(#"{"name":null}"#) == ["name"])
        #expect(refused(#"{"name":"123456789"}"#) == ["name"])
        #expect(refused(#"{"name":"x","count":4}"#) == ["count"])
        #expect(refused(#"{"name":"x","count":1.5}"#) == ["count"])
        #expect(refused(#"{"name":"x","on":"true"}"#) == ["on"])
        #expect(refused(#"{"name":"x","method":"c"}"#) == ["method"])
        #expect(refused(#"{"name":"x","run":{"memory":1}}"#) == ["run.memory"])
        #expect(refused(#"{"name":"x","run":null}"#) == ["run"])
        #expect(refused(#"{"name":"x","variables":{"A":{"value":1}}}"#) == ["variables.A.value"])
        #expect(refused(#"{"name":"x","scopes":["read","root"]}"#) == ["scopes[1]"])
        #expect(refused(#"{"name":"x","at":"yesterday"}"#) == ["at"])
        #expect(refused(#"{"colour":1,"count":"x"}"#) == ["colour", "name", "count"])
    }

    @Test func `what is no JSON object is refused`() {
        for text in ["{", "[]", "3", #"{"name":"x","name":"y"}"#, "{\"name\":\"\u{1}\"}", #"{"name":"a\u0000"}"#] {
            #expect(throws: Fault.self, "\(text)") { try Body.parse(Array(text.utf8), fields) }
        }
    }

    @Test func `only JSON is read`() throws {
        try Body.checkContentType(nil)
        try Body.checkContentType("application/json; charset=utf-8")
        try Body.checkContentType("application/merge-patch+json")
        #expect(throws: Fault.self) { try Body.checkContentType("application/x-www-form-urlencoded") }
        #expect(throws: Fault.self) { try Body.checkContentType("text/plain") }
    }

    @Test func `a query is decoded and checked`() throws {
        let query = try Query(URI("/x?q=a%20b+c&limit=7&other=1&cursor="), Field.page + [.text("q")])
        #expect(query["q"] == "a b c")
        #expect(query["other"] == nil)
        #expect(try query.page == Page(limit: 7, cursor: nil))
        for wrong in ["/x?limit=0", "/x?limit=201", "/x?limit=many", "/x?cursor=%zz", "/x?cursor=%ff"] {
            #expect(throws: Fault.self, "\(wrong)") { try Query(URI(wrong), Field.page) }
        }
    }

    @Test func `a merge patch clears what is null and leaves what is absent`() throws {
        let text = #"{"run":{"health_path":null,"port":3000},"source":{"auto_deploy":false},"build":null}"#
        let body = try Body.parse(Array(text.utf8), AppFields.patch)
        let question = AppInput.update(body, app: "x")
        #expect(question.port == 3000)
        #expect(question.autoDeploy == false)
        #expect(question.healthPath == nil)
        #expect(question.repository == nil)
        #expect(question.cleared.contains("run.health_path"))
        #expect(question.cleared.contains("build.image"))
        #expect(!question.cleared.contains { $0.hasPrefix("source.") })
    }

    @Test func `an app that says little is given what is usual`() throws {
        let body = try Body.parse(Array(#"{"name":"shop","source":{"repository":"https://example.org/a.git"}}"#.utf8), AppFields.creation)
        let place = Place(project: ProjectID(), projectName: "demo", role: .owner)
        let question = AppInput.create(body, id: AppID(), in: place)
        #expect(question.run?.instances == 1)
        #expect(question.build?.method == "auto")
        #expect(question.source?.autoDeploy == true)
        #expect(question.projectName == "demo")
    }
}
