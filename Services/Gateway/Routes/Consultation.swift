import Core
import Messages

/// What all the answers amount to: their checks, and what only shows when they are laid side by side.
struct Consultation: Sendable {
    struct Finding: Sendable, Equatable {
        var service: String
        var replica: String?
        var check: Proto.Check

        var json: JSONValue {
            [
                "service": .string(service), "replica": .optional(replica), "name": .string(check.name), "state": .string(check.state),
                "message": .string(check.message), "advice": .filled(check.advice),
            ]
        }
    }

    let findings: [Finding]

    /// - Parameters:
    ///   - asked: when the question went out, and `answered` when the last answer was there: a clock outside of that is off.
    init(_ answers: [Proto.Diagnosis], asked: Timestamp, answered: Timestamp) {
        var findings: [Finding] = []
        for service in DoctorRoutes.services {
            let own = answers.filter { $0.service == service }.sorted { $0.replica < $1.replica }
            findings.append(Self.replicas(of: service, own))
            for answer in own {
                findings += answer.checks.map { Finding(service: service, replica: answer.replica, check: $0) }
                if let clock = Self.clock(answer, asked, answered) { findings.append(clock) }
            }
        }
        if let versions = Self.versions(answers) { findings.append(versions) }
        self.findings = findings
    }

    /// The worst there is.
    var state: String {
        let states = Set(findings.map(\.check.state))
        return states.contains("fail") ? "fail" : states.contains("warn") ? "warn" : "ok"
    }

    private static func replicas(of service: String, _ answers: [Proto.Diagnosis]) -> Finding {
        func finding(_ state: String, _ message: String, _ advice: String = "") -> Finding {
            Finding(service: service, replica: nil, check: Proto.Check(name: "replicas", state: state, message: message, advice: advice))
        }
        let names = answers.map(\.replica)
        guard !names.isEmpty else {
            return finding(
                "fail", "No process of the \(service) service answers.", "make run brings it back; its log: log/\(service)-1.log")
        }
        let silent = Set(answers.flatMap(\.replicas)).subtracting(names).sorted()
        guard silent.isEmpty else {
            return finding(
                "warn", "\(silent.joined(separator: ", ")) is connected to the database but does not answer.",
                "look at log/\(silent[0]).log; ending the process lets it be started anew")
        }
        return finding("ok", names.count == 1 ? "\(names[0]) answers." : "\(names.count) answer: \(names.joined(separator: ", ")).")
    }

    private static func clock(_ answer: Proto.Diagnosis, _ asked: Timestamp, _ answered: Timestamp) -> Finding? {
        let theirs = Timestamp(microseconds: answer.now)
        let offset = theirs < asked ? asked - theirs : theirs > answered ? theirs - answered : .zero
        guard offset > .seconds(1) else { return nil }
        return Finding(
            service: answer.service, replica: answer.replica,
            check: Proto.Check(
                name: "clock", state: "warn", message: "Its clock is \(offset.milliseconds) ms from this gateway's.",
                advice: "let chrony or systemd-timesyncd keep the clocks of both machines"))
    }

    private static func versions(_ answers: [Proto.Diagnosis]) -> Finding? {
        let versions = Dictionary(grouping: answers, by: \.version).mapValues { $0.map(\.replica).sorted().joined(separator: ", ") }
        guard versions.count > 1 else { return nil }
        let text = versions.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
        return Finding(
            service: "gateway", replica: nil,
            check: Proto.Check(
                name: "versions", state: "warn", message: "Different versions run: \(text).", advice: "finish the upgrade, or take it back"))
    }
}
