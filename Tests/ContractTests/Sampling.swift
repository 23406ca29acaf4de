import Messages
import Wire

/// A message whose content can be made up; conformances are generated.
protocol SampledMessage: WireMessage, Sampled {}

/// A value that can be made up.
protocol Sampled {
    static func sample(_ random: inout Seeded) -> Self
}

/// The same numbers for the same seed, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension String: Sampled {
    static func sample(_ random: inout Seeded) -> String {
        let alphabet: [Character] = ["a", "Z", "0", " ", "\n", "\u{1}", "ß", "€", "漢", "🚢", "e\u{301}", "\u{7F}"]
        return String((0..<Int.random(in: 0...12, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
    }
}

extension Bool: Sampled {
    static func sample(_ random: inout Seeded) -> Bool { Bool.random(using: &random) }
}

extension Double: Sampled {
    static func sample(_ random: inout Seeded) -> Double { Double.random(in: -1e9...1e9, using: &random) }
}

/// Borders as often as anything between.
private func integer<T: FixedWidthInteger>(_ random: inout Seeded) -> T {
    [T.min, 0, 1, 127, T.max, T.random(in: T.min...T.max, using: &random)].randomElement(using: &random) ?? 0
}

extension Int32: Sampled {
    static func sample(_ random: inout Seeded) -> Int32 { integer(&random) }
}

extension Int64: Sampled {
    static func sample(_ random: inout Seeded) -> Int64 { integer(&random) }
}

extension UInt32: Sampled {
    static func sample(_ random: inout Seeded) -> UInt32 { integer(&random) }
}

extension UInt64: Sampled {
    static func sample(_ random: inout Seeded) -> UInt64 { integer(&random) }
}

extension UInt8: Sampled {
    static func sample(_ random: inout Seeded) -> UInt8 { integer(&random) }
}

extension Array: Sampled where Element: Sampled {
    static func sample(_ random: inout Seeded) -> [Element] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in Element.sample(&random) }
    }
}

extension Optional: Sampled where Wrapped: Sampled {
    static func sample(_ random: inout Seeded) -> Wrapped? { Bool.random(using: &random) ? Wrapped.sample(&random) : nil }
}

extension Proto.Reply.Result: Sampled {
    static func sample(_ random: inout Seeded) -> Proto.Reply.Result {
        Bool.random(using: &random) ? .payload(.sample(&random)) : .fault(.sample(&random))
    }
}
