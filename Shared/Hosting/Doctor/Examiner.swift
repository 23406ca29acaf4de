import Core
import Logging
import Messages
import Messaging
import ServiceLifecycle
import Telemetry

/// Answers how this process is: on a subject that every replica hears, so that one that is ill cannot hide behind another.
struct Examiner: Service {
    /// No check may take longer; what does is a finding of its own.
    private static let patience = Duration.seconds(6)

    let host: Host
    let standard: StandardChecks

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let questions = try await host.nats.subscribe("diag.v1.\(host.name)", capacity: 4)
            for await question in questions {
                defer { questions.done() }
                guard let reply = question.reply, reply.hasPrefix("_INBOX_gateway.") else { continue }
                do {
                    try host.nats.publish(reply, try await examine().encoded())
                } catch {
                    host.log.warning("answering how this process is", metadata: ["error": "\(String(reflecting: error))"])
                }
            }
        }
    }

    private func examine() async -> Proto.Diagnosis {
        let checks = standard.all + host.checks.all
        let found = await withTaskGroup(of: (Int, Proto.Check).self) { group in
            for (index, check) in checks.enumerated() {
                group.addTask { (index, await Self.finding(check.name, check.check)) }
            }
            return await group.reduce(into: [(Int, Proto.Check)]()) { $0.append($1) }
        }
        return Proto.Diagnosis(
            service: host.name, replica: host.replica, version: Version.current, now: Timestamp.now().microseconds,
            checks: found.sorted { $0.0 < $1.0 }.map(\.1), replicas: (try? await standard.replicas()) ?? [])
    }

    private static func finding(_ name: String, _ check: @escaping Checks.Check) async -> Proto.Check {
        let finding: Finding
        do {
            finding = try await withDeadline(.after(patience), "The check") { try await check() }
        } catch {
            let fault = Fault.wrapping(error, "checking \(name)")
            finding = .fail("\(name) could not be checked: \(fault.detail ?? fault.message)", do: "make status says what runs; make run brings back what does not")
        }
        return Proto.Check(name: name, state: finding.state.rawValue, message: finding.message, advice: finding.advice)
    }
}
