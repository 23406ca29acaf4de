import Core
import HTTPTypes
import Messages
import Messaging

/// How the installation is: every process of every service is asked, and who is missing is a finding too.
struct DoctorRoutes: RouteGroup {
    static let tag = Tag("Doctor", "How the installation is.")
    static let services = ["gateway", "user", "project", "app", "build", "deploy", "log"]
    private static let patience = Duration.seconds(9)

    let gathering: Gathering

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/admin/doctor", "getDoctor", "How every part of the installation is, and what to do about it.", .operator,
                answer: .ok(Self.schema, "What was found; the call itself succeeds also when a part is ill.")
            ) { call in try await examine(call) }
        ]
    }

    static let check = Schema(
        "Check", "What one process found.",
        [
            .text("service", "Which service.", .any, like: "deploy"),
            .text("replica", "Which process of it; null when none answered.", .any, like: "deploy-1").nullable,
            .text("name", "What was looked at.", .any, like: "database"), .choice("state", ["ok", "warn", "fail"], "How it is."),
            .text("message", "In a sentence.", .any, like: "The router answers and shows all 3 routes."),
            .text("advice", "What to do next; null when nothing is to be done.", .any, like: "make run brings it back").nullable,
        ])

    static let schema = Schema(
        "Doctor", "How the installation is.",
        [
            .choice("state", ["ok", "warn", "fail"], "The worst of what was found."), .time("checked_at"),
            .list("items", of: .shape(check), "Every finding, by service."),
        ])

    private func examine(_ call: Call) async throws -> Answer {
        let asked = Timestamp.now()
        let answers = try await gathering.ask(
            Self.services.map { "diag.v1.\($0)" }, try Proto.DiagnoseRequest(askedAt: asked.microseconds).encoded(), within: Self.patience
        ) { Self.isAll(Self.read($0)) }
        let consultation = Consultation(Self.read(answers), asked: asked, answered: .now())
        return .ok([
            "state": .string(consultation.state), "checked_at": .time(asked.microseconds), "items": .array(consultation.findings.map(\.json)),
        ])
    }

    /// What the server says of a subject that nobody hears is empty, and no answer.
    private static func read(_ answers: [[UInt8]]) -> [Proto.Diagnosis] {
        answers.compactMap { try? Proto.Diagnosis(decoding: $0) }.filter { !$0.service.isEmpty }
    }

    /// Every service, and every process that its database knows.
    private static func isAll(_ answers: [Proto.Diagnosis]) -> Bool {
        let answered = Set(answers.map(\.replica))
        return Set(services).isSubset(of: answers.map(\.service)) && answers.allSatisfy { answered.isSuperset(of: $0.replicas) }
    }
}
