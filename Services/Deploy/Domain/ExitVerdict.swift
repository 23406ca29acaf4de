/// Reads an exit: the code, whether memory ran out, who the image wanted to be, and what was said last.
struct ExitVerdict: Sendable {
    var exitCode: Int
    var isOutOfMemory: Bool
    var memory: String
    /// The image's own USER; empty or root means that it never thought of anybody else.
    var imageUser: String
    var output: String

    var failure: DeploymentFailure {
        if isOutOfMemory {
            return DeploymentFailure(
                reason: .outOfMemory, message: "The container was killed at \(Self.spelled(memory)); give it more memory.", details: output)
        }
        if wantsRoot {
            return DeploymentFailure(
                reason: .imageRequiresRoot,
                message: "The image needs root, which apps don't get here: it exited with \(exitCode) where it may not write or "
                    + "change users. Use a variant that runs as an ordinary user.",
                details: output)
        }
        let silence = output.isEmpty ? " It wrote nothing." : ""
        return DeploymentFailure(
            reason: .containerExited, message: "The container exited with \(exitCode) twice.\(silence)", details: output)
    }

    private var wantsRoot: Bool {
        guard exitCode != 0, UserOfImage.isRoot(imageUser) else { return false }
        let said = output.lowercased()
        return ["permission denied", "operation not permitted", "eacces", "eperm", "must be run as root", "are you root", "requires root"]
            .contains { said.contains($0) }
    }

    /// `256Mi` as people say it: `256 MiB`.
    static func spelled(_ memory: String) -> String {
        for (suffix, unit) in [("Ki", "KiB"), ("Mi", "MiB"), ("Gi", "GiB"), ("Ti", "TiB")] where memory.hasSuffix(suffix) {
            return "\(memory.dropLast(2)) \(unit)"
        }
        return "\(memory) bytes"
    }
}
