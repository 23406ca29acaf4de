import Core
import Crypto
import HTTPTypes
import Hummingbird
import Logging
import Sealing

/// Makes `POST` repeatable. The first request with a key runs; later ones with the same key get its answer; a different
/// request with the same key is refused. An outcome that nobody knows (a timeout, a fault of ours) is not kept: the
/// next attempt runs again, with the same ids, and the services recognise their own command.
///
/// Kept answers are sealed, because one of them holds a new API token.
struct Commands: Sendable {
    /// Longer than a request may take, so that two never run at once; short, so that a crash does not block for long.
    private static let lease = Desk.patience + .seconds(5)

    let store: CommandStore
    let secret: SymmetricKey
    let vault: MasterKey
    let log: Logger

    /// What this request is: new, or one that was answered. Waits while the same one is being answered elsewhere.
    func begin(
        _ request: Request, _ route: Route, _ caller: Caller?, _ body: JSONValue, _ deadline: Deadline
    ) async throws -> Command {
        guard route.method == .post, let caller, let text = request.headers[.idempotencyKey] else {
            return Command(.plain, isChange: route.isUnsafe, secret: secret)
        }
        try CommandKey.check(text)
        let key = key(text, request, caller, body)
        let waiting = min(deadline, Deadline.after(.seconds(8)))
        while true {
            switch try await store.take(key, for: Self.lease) {
            case .held(let began):
                return Command(.held(key), isChange: true, secret: secret, origin: (began, "\(key.account)/\(key.key)"))
            case .done(let status, let sealed):
                let body = sealed.isEmpty ? nil : try JSONValue(parsing: vault.open(sealed, at: place(key)))
                return Command(.done(Answer(status, body)), isChange: true, secret: secret)
            case .other:
                throw Fault.conflict("This Idempotency-Key was used for another request.", reason: "key_reused")
            case .busy where waiting.hasPassed:
                throw Fault.conflict("A request with this Idempotency-Key is still being answered.", reason: "key_in_use")
            case .busy: try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Runs the route, unless its answer is known, and writes the outcome down.
    func run(_ call: Call, _ route: Route) async throws -> Answer {
        switch call.command.standing {
        case .plain: return try await route.handle(call)
        case .done(let answer):
            call.context.notes.note { $0.isReplay = true }
            if answer.status < 400 { return answer }
            throw Replay.problem(answer)
        case .held(let key): return try await run(call, route, key)
        }
    }

    private func run(_ call: Call, _ route: Route, _ key: CommandKey) async throws -> Answer {
        do {
            let answer = try await route.handle(call)
            await keep(key, answer)
            return answer
        } catch let fault as Fault where Replay.isFinal(fault) {
            await keep(key, Replay.answer(fault))
            throw fault
        } catch {
            await quietly { () async throws(Fault) in try await store.release(key) }
            throw error
        }
    }

    private func keep(_ key: CommandKey, _ answer: Answer) async {
        await quietly { () async throws(Fault) in
            let sealed = try answer.body.map { body throws(Fault) in try vault.seal(body.encodedBytes(), at: place(key)) }
            try await store.finish(key, status: answer.status, sealed: sealed ?? [])
        }
    }

    /// What was done stays done when writing it down fails: the answer goes out, and a repetition runs with the same ids.
    private func quietly(_ body: @Sendable () async throws(Fault) -> Void) async {
        do {
            try await body()
        } catch {
            log.warning("writing down the outcome of a keyed request", metadata: ["error": "\(String(reflecting: error))"])
        }
    }

    private func key(_ text: String, _ request: Request, _ caller: Caller, _ body: JSONValue) -> CommandKey {
        let path = "POST " + request.uri.path
        let code = HMAC<SHA256>.authenticationCode(for: Array(("request\u{0}" + path + "\u{0}" + body.encoded()).utf8), using: secret)
        return CommandKey(account: caller.account, key: text, route: path, requestHash: Array(code))
    }

    private func place(_ key: CommandKey) -> String { "v1/idempotency/\(key.account)/\(key.key)" }
}
