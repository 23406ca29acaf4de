import Core
import Foundation

/// Turns the end of a failed image build into a sentence.
enum BuildOutput {
    /// "The build command `npm run build` exited with 1; its last lines: …"
    static func failure(_ complaint: String, at progress: StepProgress, commands: [(Recipe.CommandKind, String)], tail: [String]) -> BuildFailure {
        let details = (tail.isEmpty ? [complaint] : tail).joined(separator: "\n")
        let lines = tail.filter { StepProgress().isStep($0) == false }.suffix(3).joined(separator: " / ")
        let shown = lines.isEmpty ? "." : "; its last lines: \(lines)"
        guard let code = exitCode(complaint) ?? tail.reversed().lazy.compactMap(exitCode).first else {
            let sentence = progress.instruction.isEmpty ? "The image can't be built: \(brief(complaint))" : "The step `\(brief(progress.instruction))` failed: \(brief(complaint))"
            return BuildFailure(.buildFailed, sentence, details: details, cause: complaint)
        }
        if code == 137 {
            return BuildFailure(.buildFailed, "The build was killed; it may need more memory than a build is given.", details: details, cause: complaint)
        }
        let command = commands.first { runs(progress.instruction, $0.1) }
        let what = command.map { "The \($0.0) command `\(brief($0.1))`" } ?? "The step `\(brief(progress.instruction))`"
        return BuildFailure(.buildFailed, "\(what) exited with \(code)\(shown)", details: details, cause: complaint)
    }

    /// Podman says "exit status 3", Docker "returned a non-zero code: 3".
    static func exitCode(_ text: String) -> Int? {
        for phrase in ["exit status ", "non-zero code: ", "exit code: "] {
            guard let range = text.range(of: phrase) else { continue }
            if let code = Int(text[range.upperBound...].prefix { $0.isNumber }) { return code }
        }
        return nil
    }

    /// Whether the instruction is the one that this service wrote around the app's own command.
    private static func runs(_ instruction: String, _ command: String) -> Bool {
        guard !command.isEmpty, instruction.hasPrefix("RUN ") else { return false }
        let quoted = JSONValue.string(command).encoded().dropFirst().dropLast()
        return instruction.contains(quoted) || instruction.contains(command)
    }

    private static func brief(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 200 ? line : line.prefix(199) + "…"
    }
}

extension StepProgress {
    func isStep(_ line: String) -> Bool {
        var copy = self
        return copy.read(line)
    }
}
