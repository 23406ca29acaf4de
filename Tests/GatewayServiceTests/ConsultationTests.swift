import Core
import Messages
import Testing

@testable import GatewayService

@Suite struct ConsultationTests {
    let now = Timestamp.now()

    private func answer(_ service: String, _ replica: Int = 1, state: String = "ok", seen: [String] = [], version: String = "1", off: Duration = .zero) -> Proto.Diagnosis {
        Proto.Diagnosis(
            service: service, replica: "\(service)-\(replica)", version: version, now: now.adding(off).microseconds,
            checks: [Proto.Check(name: "database", state: state, message: "It is.", advice: "")], replicas: seen)
    }

    private func consult(_ answers: [Proto.Diagnosis]) -> Consultation {
        Consultation(answers, asked: now, answered: now.adding(.milliseconds(20)))
    }

    private var all: [Proto.Diagnosis] { DoctorRoutes.services.map { answer($0) } }

    @Test func `when all answer and all is well, all is well`() {
        #expect(consult(all).state == "ok")
    }

    @Test func `a service that does not answer fails, with what to do`() throws {
        let consultation = consult(all.filter { $0.service != "log" })
        #expect(consultation.state == "fail")
        let finding = try #require(consultation.findings.first { $0.check.state == "fail" })
        #expect(finding.service == "log")
        #expect(finding.check.advice.contains("make run"))
    }

    @Test func `a process that the database knows and that is silent is a warning`() throws {
        let consultation = consult(all.filter { $0.service != "deploy" } + [answer("deploy", seen: ["deploy-1", "deploy-2"])])
        #expect(consultation.state == "warn")
        #expect(consultation.findings.contains { $0.check.message.contains("deploy-2") })
    }

    @Test func `what one process finds counts, whatever the others found`() {
        #expect(consult(all + [answer("user", 2, state: "fail")]).state == "fail")
    }

    @Test func `a clock that is off, and versions that differ, are warnings`() {
        #expect(consult(all + [answer("user", 2, off: .seconds(5))]).findings.contains { $0.check.name == "clock" && $0.check.state == "warn" })
        #expect(consult(all + [answer("user", 2, version: "2")]).findings.contains { $0.check.name == "versions" })
    }
}
