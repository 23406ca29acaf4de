import ArgumentParser
import Core
import Foundation

struct Credentials: ParsableArguments {
    @Option(help: "The platform's address, such as http://localhost:8080.") var api: String?
    @Option(help: "Your e-mail address.") var email: String?
    @Option(help: ArgumentHelp("A file whose first line is the password; without it you are asked, or it is read from standard input.", valueName: "file"))
    var passwordFile: String?

    func address() throws -> String {
        let named = ProcessInfo.processInfo.environment["SLIPWAY_API"].flatMap { $0.isEmpty ? nil : $0 }
        let known = try api ?? named ?? Settings.load().api
        return known ?? "http://localhost:8080"
    }

    func who() throws -> (email: String, password: String) {
        var email = self.email
        if email == nil, isatty(STDIN_FILENO) == 1 {
            FileHandle.standardOutput.write(Data("  e-mail: ".utf8))
            email = readLine()
        }
        guard let email, !email.isEmpty else { throw CLIError(message: "Who are you?", advice: "slipway login --email you@example.org") }
        guard let passwordFile else { return (email, try Terminal.password("  password: ")) }
        guard let data = FileManager.default.contents(atPath: passwordFile) else {
            throw CLIError(message: "\(passwordFile) can't be read.")
        }
        let first = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        return (email, String(first))
    }
}

struct SignUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "signup", abstract: "Make an account, and log in with it.")
    @OptionGroup var credentials: Credentials
    @Option(help: "Your name.") var name: String?
    @OptionGroup var output: Output

    func run() async throws {
        let (email, password) = try credentials.who()
        let api = APIClient(api: try credentials.address())
        let name = name ?? String(email.prefix { $0 != "@" })
        _ = try await api.post("auth/signup", ["email": .string(email), "password": .string(password), "name": .string(name)])
        try await LogIn.logIn(api, email: email, password: password, output: output)
    }
}

struct LogIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "login", abstract: "Log in; the session is kept in the settings file (0600).")
    @OptionGroup var credentials: Credentials
    @OptionGroup var output: Output

    func run() async throws {
        let (email, password) = try credentials.who()
        try await Self.logIn(APIClient(api: try credentials.address()), email: email, password: password, output: output)
    }

    static func logIn(_ api: APIClient, email: String, password: String, output: Output) async throws {
        let session = try await api.post("auth/login", ["email": .string(email), "password": .string(password)])
        let settings = Settings(
            api: api.base, email: email, accessToken: session["access_token"]?.string, refreshToken: session["refresh_token"]?.string,
            expiresAt: session["expires_in"]?.int.map { Timestamp.now().adding(.seconds($0)) })
        try settings.save()
        if output.json { return Terminal.json(["api": .string(api.base), "account": session["account"] ?? .null]) }
        Terminal.line("  Logged in to \(api.base) as \(email).  Next:  slipway apps")
    }
}

struct LogOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "logout", abstract: "End the session here and on the platform.")

    func run() async throws {
        let settings = try Settings.load()
        guard settings.accessToken != nil else { return Terminal.line("  Nobody was logged in.") }
        do {
            _ = try await APIClient().post("auth/logout")
        } catch let error as CLIError where error.code == "unauthenticated" {
            // The session had ended already.
        }
        try Settings(api: settings.api).save()
        Terminal.line("  Logged out of \(settings.api ?? "the platform").")
    }
}

struct WhoAmI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "whoami", abstract: "Who is logged in, and where.")
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let account = try await api.get("auth/me")
        if output.json { return Terminal.json(account) }
        let person = account["account"] ?? account
        Terminal.line("  \(person.text("email"))  \(Terminal.safe(person.text("name")))  on \(api.base)")
    }
}
