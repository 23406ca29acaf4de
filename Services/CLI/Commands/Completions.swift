import ArgumentParser
import Core

/// What a shell offers where an app or a project is named: asked of the platform, for a moment at most.
enum Completions {
    static let apps = CompletionKind.custom { _, _, prefix in await names("apps", prefix) }
    static let projects = CompletionKind.custom { _, _, prefix in await names("projects", prefix) }

    private static func names(_ path: String, _ prefix: String) async -> [String] {
        guard let api = try? APIClient() else { return [] }
        let items = try? await withDeadline(.after(.seconds(2)), "completing") { try await api.all(path, atMost: 400) }
        return offered((items ?? []).map { (name: $0.text("name"), project: $0.text("project_name")) }, prefix)
    }

    /// Names alone where they are enough, with their project where two have the same or one was begun.
    static func offered(_ items: [(name: String, project: String)], _ prefix: String) -> [String] {
        let counts = Dictionary(items.map { ($0.name, 1) }, uniquingKeysWith: +)
        let names = items.map { item in
            item.project.isEmpty || (counts[item.name] == 1 && !prefix.contains("/")) ? item.name : "\(item.project)/\(item.name)"
        }
        return names.filter { $0.hasPrefix(prefix) && Names.isPlain($0) }.sorted()
    }
}

private extension Names {
    /// What comes from the platform is put into a shell's line.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "/"): true
            default: false
            }
        }
    }
}

struct Completion: ParsableCommand {
    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    static let configuration = CommandConfiguration(
        abstract: "The completion script of a shell, apps and projects included.",
        discussion: """
              slipway completion bash > ~/.local/share/bash-completion/completions/slipway
              slipway completion zsh > ~/.zfunc/_slipway     with  fpath+=(~/.zfunc)  before compinit in ~/.zshrc
              slipway completion fish > ~/.config/fish/completions/slipway.fish
            """)
    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() {
        let (kind, hint): (CompletionShell, String) =
            switch shell {
            case .bash: (.bash, "slipway completion bash > ~/.local/share/bash-completion/completions/slipway")
            case .zsh: (.zsh, "slipway completion zsh > ~/.zfunc/_slipway     with  fpath+=(~/.zfunc)  before compinit in ~/.zshrc")
            case .fish: (.fish, "slipway completion fish > ~/.config/fish/completions/slipway.fish")
            }
        Terminal.write(Slipway.completionScript(for: kind) + "\n")
        guard Terminal.isInteractive else { return }
        Terminal.write("\n# To keep it:  \(hint)\n")
    }
}
