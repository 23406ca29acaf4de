import Core

/// The text of one app's file for the router: JSON, which is YAML, under a line that says whose it is and how new.
struct RouteFile: Sendable, Equatable {
    var installation: String
    var app: AppID
    var host: String
    var generation: Int64
    var ports: [Int]

    static func name(_ app: AppID) -> String { "app-\(app).yml" }

    var service: String { "app-\(app)" }

    var servers: Set<String> { Set(ports.map { "http://127.0.0.1:\($0)" }) }

    var text: String {
        "# slipway installation=\(installation) app=\(app) generation=\(generation)\n" + configuration.encoded(pretty: true) + "\n"
    }

    /// A backend that refuses the connection has not seen the request: the next one gets it.
    private var configuration: JSONValue {
        .object([
            "http": .object([
                "routers": .object([
                    service: .object([
                        "rule": .string("Host(`\(host)`)"), "service": .string(service), "middlewares": .array([.string("\(service)-retry")]),
                    ])
                ]),
                "middlewares": .object([
                    "\(service)-retry": .object(["retry": .object(["attempts": .int(4), "initialInterval": .string("100ms")])])
                ]),
                "services": .object([
                    service: .object([
                        "loadBalancer": .object([
                            "servers": .array(ports.map { .object(["url": .string("http://127.0.0.1:\($0)")]) }),
                            "passHostHeader": .bool(true),
                        ])
                    ])
                ]),
            ])
        ])
    }

    /// What the first line of a file says; nil for a file that is not an app's route.
    struct Heading: Sendable, Equatable {
        var installation: String
        var app: AppID
        var generation: Int64

        init?(_ text: some StringProtocol) {
            let line = text.prefix { $0 != "\n" }
            guard line.hasPrefix("# slipway ") else { return nil }
            var words: [Substring: Substring] = [:]
            for word in line.split(separator: " ").dropFirst(2) {
                let parts = word.split(separator: "=", maxSplits: 1)
                if parts.count == 2 { words[Substring(parts[0])] = Substring(parts[1]) }
            }
            guard let installation = words["installation"], let app = words["app"].flatMap({ AppID(String($0)) }),
                let generation = words["generation"].flatMap({ Int64($0) })
            else { return nil }
            (self.installation, self.app, self.generation) = (String(installation), app, generation)
        }
    }
}
