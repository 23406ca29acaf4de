/// What the command line asks for. A service takes no other arguments: everything else is a setting.
enum Invocation: Equatable {
    case serve, subjects, metrics, version, help
    case unknown(String)

    init(_ arguments: some Sequence<String>) {
        self = .serve
        for argument in arguments {
            switch argument {
            case "--subjects": self = .subjects
            case "--metrics": self = .metrics
            case "--version": self = .version
            case "--help", "-h": self = .help
            default:
                self = .unknown(argument)
                return
            }
        }
    }
}
