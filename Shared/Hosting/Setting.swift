/// One key a service reads: declared once, so that `--help` lists exactly what there is.
package struct Setting: Sendable {
    /// How the value gets in.
    package enum Form: Sendable {
        /// The variable holds the value.
        case value
        /// The variable, with `_FILE` behind its name, holds the path of a file that holds the value.
        case file
    }

    package let key: String
    package let form: Form
    package let fallback: String?
    package let about: String

    /// - Parameters:
    ///   - key: dotted lower camel: `engine.socket` is read from `SLIPWAY_ENGINE_SOCKET`.
    ///   - fallback: what holds when nothing is set, as a person would write it; nil when it must be set.
    ///   - about: one sentence, what it is and what it does when it is full or wrong.
    package init(_ key: String, _ form: Form = .value, default fallback: String? = nil, about: String) {
        self.key = key
        self.form = form
        self.fallback = fallback
        self.about = about
    }

    /// The environment variable, with `_FILE` where the value is in a file.
    package var variable: String { Self.variable(key) + (form == .file ? "_FILE" : "") }

    /// `http.publicURL` → `SLIPWAY_HTTP_PUBLIC_URL`; the same rule by which swift-configuration reads the environment.
    package static func variable(_ key: String) -> String {
        var name = "SLIPWAY_"
        var previous: Character = "."
        for character in key {
            if previous.isLowercase && character.isUppercase { name += "_" }
            name += character == "." ? "_" : character.uppercased()
            previous = character
        }
        return name
    }
}
