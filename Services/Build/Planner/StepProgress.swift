/// Reads "STEP 3/9: RUN npm ci" (Podman) and "Step 3/9 : RUN npm ci" (Docker) out of a build's output.
struct StepProgress: Sendable, Equatable {
    var done = 0
    var total = 0
    /// The instruction that is being run.
    var instruction = ""

    /// True when the line began another step.
    mutating func read(_ line: String) -> Bool {
        guard line.count > 5, line.prefix(5).uppercased() == "STEP " else { return false }
        let rest = line.dropFirst(5)
        let numbers = rest.prefix { $0.isNumber || $0 == "/" }.split(separator: "/")
        guard numbers.count == 2, let number = Int(numbers[0]), let total = Int(numbers[1]), number >= 1, number <= total, total < 10_000,
            let colon = rest.firstIndex(of: ":")
        else { return false }
        done = number - 1
        self.total = total
        instruction = String(rest[rest.index(after: colon)...].drop { $0 == " " })
        return true
    }
}
