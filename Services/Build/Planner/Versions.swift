/// Which version of a language, and on which base image: what is asked for, what the installation has, and where they differ.
struct Versions: Sendable {
    /// Empty where the base image decides.
    private(set) var chosen = ""
    private(set) var base: String
    private(set) var decisions: [Decision] = []
    private(set) var notes: [String] = []
    /// "Node 22"
    private(set) var title: String

    init(_ language: Language, _ bases: BaseImages, _ request: BuildRequest, _ tree: SourceTree) throws(BuildFailure) {
        let asked = try language.versions.first(in: tree)
        let range = asked.flatMap { VersionRange($0.value) }
        let template = request.baseImage.isEmpty ? bases[language.name] : bases.reference(request.baseImage)
        let has = BaseImages.version(of: template)
        let setting = Self.who(request, language.name)
        title = language.title
        if let asked, range == nil {
            notes.append("\(asked.because) asks for \(language.title) `\(asked.value.shown)`, which can't be read as a version.")
        }
        guard template.contains("{version}") else {
            base = template
            let series = has.map { $0.split(separator: ".").prefix(language.precision).joined(separator: ".") }
            if let series { title += " \(series)" }
            if let has { decisions.append(Decision("version", Finding(has, because: setting))) }
            decisions.append(Decision("base", Finding(base, because: setting)))
            if let asked, let range {
                if let has {
                    if !range.isMet(by: has) {
                        notes.append("\(asked.because) asks for \(language.title) \(asked.value.shown), but this installation's base image has \(has).")
                    }
                } else {
                    notes.append("\(asked.because) asks for \(language.title) \(asked.value.shown); the base image \(base) does not say which it has.")
                }
                chosen = range.choose(usual: language.version, precision: language.precision)
            }
            return
        }
        chosen = range?.choose(usual: language.version, precision: language.precision) ?? language.version
        base = template.replacing("{version}", with: chosen)
        title += " \(chosen)"
        let because = range == nil ? "nothing asks for another" : "\(asked?.because ?? ""): \(asked?.value.shown ?? "")"
        decisions.append(Decision("version", Finding(chosen, because: because)))
        decisions.append(Decision("base", Finding(base, because: setting)))
    }

    /// Who says which base image it is.
    static func who(_ request: BuildRequest, _ name: String) -> String {
        request.baseImage.isEmpty ? "SLIPWAY_BASE_IMAGE_\(name.uppercased())" : "settings"
    }
}
