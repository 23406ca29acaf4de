import Core
import Crypto
import Identity
import Logging
import Messages
import Messaging
import Sealing
import ServiceLifecycle
import Synchronization

/// The services behind the door, as far as these tests look: one project, one app, and whatever lines were said.
final class Peers: Sendable {
    struct State {
        var sessions: [String: AccountID] = [:]
        var cookies: [[UInt8]: String] = [:]
        var lines: [Proto.Line] = []
        var projectsMade: [String] = []
        var failing = 0
    }

    let member = AccountID()
    let stranger = AccountID()
    let operating = AccountID()
    let project = ProjectID()
    let app = AppID()
    let state = Mutex(State())
    private let verifier: ActorVerifier
    private let userKey: EnvelopePrivateKey

    init(verifier: ActorVerifier, userKey: EnvelopePrivateKey) {
        self.verifier = verifier
        self.userKey = userKey
    }

    func servers(_ nats: NATSConnection, _ log: Logger) -> [any Service] {
        [user, projects, apps, logs].map { $0.server(nats: nats, verifier: verifier, log: log, width: 16) }
    }

    private var user: SubjectTable {
        SubjectTable(service: "user")
            .answer(UserInternalRPC.logIn) { [self] request, _ in
                let password = String(decoding: try userKey.open(request.sealedPassword, purpose: "user.password"), as: UTF8.self)
                guard password == "correct horse" else { throw Fault.unauthenticated("The e-mail address or the password is wrong.") }
                let account =
                    request.email.hasPrefix("operator") ? operating : request.email.hasPrefix("member") ? member : stranger
                let session = SessionID().description
                state.withLock {
                    $0.sessions[session] = account
                    if request.kind == "cookie" { $0.cookies[request.refreshHash] = session }
                }
                return Proto.LogInReply(
                    account: Proto.Account(id: account.description, email: request.email), session: Proto.Session(id: session))
            }
            .answer(UserInternalRPC.authenticate) { [self] request, _ in
                try state.withLock { state throws(Fault) in
                    let session = request.kind == "cookie" ? state.cookies[request.secretHash] : request.sessionID
                    guard let session, let account = state.sessions[session] else { throw .unauthenticated("No.") }
                    return Proto.Identity(
                        account: Proto.Account(id: account.description, email: "x@example.org", isOperator: account == operating), sessionID: session,
                        expiresAt: Timestamp.now().adding(.seconds(60)).microseconds)
                }
            }
            .answer(UserRPC.logOut) { [self] request, _ in
                state.withLock { _ = $0.sessions.removeValue(forKey: request.sessionID) }
                return Proto.Empty()
            }
            .answer(UserRPC.setOperator) { request, context in
                try context.requireOperator()
                return Proto.Account(id: AccountID().description, email: request.account, isOperator: request.isOperator)
            }
            .answer(UserRPC.createToken) { request, _ in
                Proto.Token(id: TokenID().description, name: request.name, scopes: request.scopes)
            }
    }

    private var projects: SubjectTable {
        SubjectTable(service: "project")
            .answer(ProjectInternalRPC.getMembership) { [self] request, _ in
                guard request.accountID == member.description, [project.description, "demo"].contains(request.project) else {
                    throw Fault.notFound("such project")
                }
                return Proto.Membership(projectID: project.description, projectName: "demo", role: "deployer", state: "active")
            }
            .answer(ProjectRPC.createProject) { [self] request, context in
                let fails = state.withLock { state in
                    state.projectsMade.append(request.id)
                    defer { state.failing = max(0, state.failing - 1) }
                    return state.failing > 0
                }
                if fails { throw Fault.unavailable("Not now.") }
                return Proto.Project(id: request.id, name: request.name, state: "active", role: "owner")
            }
            .answer(ProjectRPC.getProject) { [self] request, context in
                guard try context.project == project else { throw Fault.notFound("such project") }
                return Proto.Project(id: request.projectID, name: "demo", role: context.actor?.role?.rawValue ?? "")
            }
    }

    private var apps: SubjectTable {
        SubjectTable(service: "app")
            .answer(AppInternalRPC.locate) { [self] request, _ in
                guard request.id == app.description else { throw Fault.notFound("such app") }
                return Proto.Location(projectID: project.description, appID: app.description)
            }
            .answer(AppRPC.getApp) { request, _ in Proto.App(id: request.appID, name: "shop") }
    }

    private var logs: SubjectTable {
        SubjectTable(service: "log")
            .answer(LogRPC.readLines) { [self] request, _ in
                let after = request.cursor.hasPrefix("a") ? UInt64(request.cursor.dropFirst()) ?? 0 : 0
                let (all, newest) = state.withLock { ($0.lines.filter { $0.seq > after }, $0.lines.last?.seq ?? 0) }
                let lines = all.filter { request.q.isEmpty || String(decoding: $0.message, as: UTF8.self).lowercased().contains(request.q) }
                let page = Array(lines.prefix(Int(request.limit)))
                let first = state.withLock { $0.lines.first?.seq ?? 1 }
                return Proto.LineList(
                    items: page, nextCursor: "a\(page.count < lines.count ? page.last?.seq ?? 0 : newest)", hasMore: page.count < lines.count,
                    missing: request.cursor.hasPrefix("a") && first > after + 1 ? first - after - 1 : 0)
            }
    }

    /// The oldest lines expire.
    func forget(upTo seq: UInt64) {
        state.withLock { $0.lines.removeAll { $0.seq <= seq } }
    }

    /// Stores a line, as the log service does; tells followers of it if asked to.
    func say(_ text: String, on nats: NATSConnection, live: Bool = true) async throws {
        let (line, previous) = state.withLock { state in
            let seq = (state.lines.last?.seq ?? 0) + 1
            let line = Proto.Line(seq: seq, time: Timestamp.now().microseconds, source: "instance", stream: "stdout", message: Array(text.utf8))
            state.lines.append(line)
            return (line, seq - 1)
        }
        guard live else { return }
        let batch = Proto.LiveLines(appID: app.description, previousSeq: previous, lines: [line])
        try nats.publish("live.v1.log.\(project).\(app)", try batch.encoded())
    }
}
