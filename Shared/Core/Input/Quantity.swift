/// Kubernetes quantities (`500m`, `0.5`, `512Mi`, `1e3`), read exactly and rounded up as Kubernetes does.
package enum Quantity {
    /// Thousandths of a core; nil when it is not a quantity, not above zero, or more than anybody has.
    package static func cpuMillis(_ text: String) -> Int? {
        guard let exact = Exact(text), let number = exact.roundedUp(timesTenTo: 3), number > 0, number <= 10_000_000 else { return nil }
        return Int(number)
    }

    /// Bytes; nil when it is not a quantity, not above zero, or beyond 2^63.
    package static func bytes(_ text: String) -> Int64? {
        guard let exact = Exact(text), let number = exact.roundedUp(timesTenTo: 0), number > 0 else { return nil }
        return Int64(exactly: number)
    }
}

/// `digits × 10^exponent × factor`.
private struct Exact {
    private var digits: Int128 = 0
    private var exponent = 0
    private var factor: Int128 = 1

    init?(_ text: String) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        var hasPoint = false
        guard number.utf8.count <= 20, number.contains(where: { $0 != "." }) else { return nil }
        for character in number {
            guard let digit = character.wholeNumberValue else {
                if hasPoint { return nil }
                hasPoint = true
                continue
            }
            digits = digits * 10 + Int128(digit)
            if hasPoint { exponent -= 1 }
        }
        guard apply(suffix: String(text.dropFirst(number.count))) else { return nil }
    }

    private mutating func apply(suffix: String) -> Bool {
        let decimal = ["n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18]
        let binary = ["Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60]
        if let power = decimal[suffix] {
            exponent += power
        } else if let power = binary[suffix] {
            factor = 1 << power
        } else if suffix.first == "e" || suffix.first == "E", let power = Int(suffix.dropFirst()), (-18...18).contains(power) {
            exponent += power
        } else {
            return false
        }
        return true
    }

    func roundedUp(timesTenTo power: Int) -> Int128? {
        var (number, overflow) = digits.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        var exponent = exponent + power
        while exponent > 0 {
            (number, overflow) = number.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            exponent -= 1
        }
        var divisor: Int128 = 1
        while exponent < 0 {
            guard divisor < Int128.max / 10 else { return number == 0 ? 0 : 1 }
            divisor *= 10
            exponent += 1
        }
        return number / divisor + (number % divisor == 0 ? 0 : 1)
    }
}
