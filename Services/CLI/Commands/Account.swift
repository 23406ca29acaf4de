import ArgumentParser
import Core
import Foundation

struct Credentials: ParsableArguments {
    @Argument(help: ArgumentHelp("The platform's address, such as http://localhost:8080; the last one when left out.", valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp("The same, as an option.", visibility: .hidden)) var api: String?
    @Option(help: "Your e-mail address.") var email: String?
    @Option(
        help: ArgumentHelp("A file whose first line is the password; without it you are asked, or it is read from standard input.", valueName: "file"),
        completion: .file())
    var passwordFile: String?

    func address() throws -> String {
        let address = try url ?? api ?? Environment.current.api ?? Settings.load().api ?? "http://localhost:8080"
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw CLIError(message: "\(address) is no address of a platform.", advice: "it begins with http:// or https://", exitCode: .usage)
        }
        return address
    }

    func who() throws -> (email: String, password: String) {
        guard let email = email ?? Question.line("e-mail"), !email.isEmpty else {
            throw CLIError(message: "Who are you?", advice: "slipway login --email you@example.org", exitCode: .usage)
        }
        guard let passwordFile else { return (email, try Question.password("password")) }
        guard let data = FileManager.default.contents(atPath: passwordFile) else { throw CLIError(message: "\(passwordFile) can't be read.") }
        let first = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        return (email, String(first))
    }
}

struct SignUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signup", abstract: "Make an account, and log in with it.",
        discussion: "  slipway signup http://localhost:8080 --email ann@example.org")
    @OptionGroup var credentials: Credentials
    @Option(help: "Your name.") var name: String?
    @OptionGroup var output: Output

    func run() async throws {
        let address = try credentials.address()
        let (email, password) = try credentials.who()
        let api = APIClient(api: address)
        let name = name ?? String(email.prefix { $0 != "@" })
        _ = try await advising(409, "slipway login \(address) --email \(email)") {
            try await api.post("auth/signup", ["email": .string(email), "password": .string(password), "name": .string(name)])
        }
        try await LogIn.logIn(api, email: email, password: password, output: output)
    }
}

struct LogIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Log in; the session is kept in the settings file (0600).",
        discussion: """
              slipway login http://localhost:8080 --email ann@example.org
              slipway login < password-file

            Scripts need no login: SLIPWAY_URL and SLIPWAY_TOKEN (slipway tokens create) are enough.
            """)
    @OptionGroup var credentials: Credentials
    @OptionGroup var output: Output

    func run() async throws {
        let address = try credentials.address()
        let (email, password) = try credentials.who()
        try await Self.logIn(APIClient(api: address), email: email, password: password, output: output)
    }

    static func logIn(_ api: APIClient, email: String, password: String, output: Output) async throws {
        let session: JSONValue
        do {
            session = try await api.post("auth/login", ["email": .string(email), "password": .string(password)])
        } catch var error as CLIError {
            if error.status == 401 {
                error.message = "\(email) and this password do not belong together on \(api.base)."
                error.advice = "no account yet?  slipway signup \(api.base)"
            }
            throw error
        }
        let settings = Settings(
            api: api.base, email: email, accessToken: session["access_token"]?.string, refreshToken: session["refresh_token"]?.string,
            expiresAt: session["expires_in"]?.int.map { Timestamp.now().adding(.seconds($0)) })
        try await SessionRenewal(path: Settings.path).withLock { try settings.save() }
        if output.json { return Terminal.json(["api": .string(api.base), "account": session["account"] ?? .null]) }
        Terminal.say("  Logged in to \(api.base) as \(email).  Next:  slipway apps")
    }
}

struct LogOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "End the session here and on the platform.", discussion: "  slipway logout")

    func run() async throws {
        let settings = try Settings.load()
        guard let address = settings.api, settings.accessToken != nil else { return Terminal.say("  Nobody was logged in.") }
        var away: CLIError?
        do {
            _ = try await APIClient().post("auth/logout")
        } catch let error as CLIError {
            // A session that has ended already needs no end; one on a platform that is away ends there by itself.
            if error.status != 401 { away = error }
        }
        try await SessionRenewal(path: Settings.path).withLock { try Settings(api: address).save() }
        Terminal.say("  Logged out of \(address).")
        if let away { Terminal.say(Span("  The platform was not told: \(away.message)", .yellow)) }
    }
}

struct WhoAmI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Who is logged in, and where.", discussion: "  slipway whoami --json")
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let me = try await api.get("auth/me")
        if output.json { return Terminal.json(me) }
        let person = me["account"] ?? me
        let scopes = (me["scopes"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
        Terminal.say("  \(person.text("email"))  \(person.text("name"))  on \(api.base)\(scopes.isEmpty ? "" : "  may \(scopes)")")
    }
}
