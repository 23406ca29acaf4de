/// The text of `--help`: what it is, its arguments, every environment key it reads.
struct Help {
    let service: String
    let about: String
    let settings: [Setting]

    var text: String {
        var text = """
            slipway-\(service) \(Version.current)
            \(about)

              --subjects   print the NATS subjects it may publish and subscribe, as JSON
              --metrics    print what /metrics tells: names, types, labels, meanings, as JSON
              --version    print the version
              --help       print this

            Environment

            """
        for setting in settings {
            let fallback = setting.fallback.map { " [\($0)]" } ?? ""
            text += "  \(setting.variable)\(fallback)\n      \(setting.about)\n"
        }
        text += """

            A variable that ends in _FILE names a file that holds the value. [ ] is what holds when a variable is not set;
            one without must be set.

            """
        return text
    }
}
