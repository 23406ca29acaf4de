// swift-tools-version: 6.2
import PackageDescription

/// What every module of this house is compiled with: Swift 6 mode, no warning let through, imports that say what they expose.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let jwt = product(name: "JWTKit", package: "jwt-kit")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let metricsCore = product(name: "CoreMetrics", package: "swift-metrics")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
}

/// A C library of the system, found by pkg-config: a module map and a shim, nothing else.
func cLibrary(_ name: String, _ pkg: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Shared/C/\(name)", pkgConfig: pkg, providers: [.apt([apt])])
}

func shared(_ name: String, _ uses: Target.Dependency...) -> Target {
    .target(name: name, dependencies: uses, path: "Shared/\(name)", exclude: [], swiftSettings: house)
}

/// One of the seven. `migrations` are embedded, so that the binary is all there is to ship.
func service(_ name: String, _ uses: Target.Dependency...) -> Target {
    .executableTarget(
        name: "\(name)Service",
        dependencies: [
            "ChangeFeed", "Core", "Hosting", "Identity", "Messages", "Messaging", "Postgres", "Reconciliation", "Telemetry", "Wire",
            .lifecycle, .logging,
        ] + uses,
        path: "Services/\(name)",
        resources: [.embedInCode("Store/Migrations")],
        swiftSettings: house)
}

func tests(_ name: String, _ uses: Target.Dependency..., exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: ["TestSupport"] + uses, path: "Tests/\(name)", exclude: exclude, swiftSettings: house)
}

let package = Package(
    name: "slipway",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "slipway", targets: ["CLI"]),
        .executable(name: "slipway-user", targets: ["UserService"]),
        .executable(name: "slipway-project", targets: ["ProjectService"]),
        .executable(name: "slipway-app", targets: ["AppService"]),
        .executable(name: "slipway-build", targets: ["BuildService"]),
        .executable(name: "slipway-deploy", targets: ["DeployService"]),
        .executable(name: "slipway-log", targets: ["LogService"]),
        .executable(name: "slipway-gateway", targets: ["GatewayService"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // The cellar: C libraries.
        cLibrary("CNats", "libnats", apt: "libnats-dev"),
        cLibrary("CPostgres", "libpq", apt: "libpq-dev"),
        cLibrary("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        .systemLibrary(name: "CMalloc", path: "Shared/C/CMalloc"),
        .systemLibrary(name: "CEpoll", path: "Shared/C/CEpoll"),
        cLibrary("CProtobufC", "libprotobuf-c", apt: "libprotobuf-c-dev"),

        // The contract: what `make proto` writes from Proto/*.proto.
        .target(name: "CMessages", dependencies: ["CProtobufC"], path: "Proto/Generated/C", publicHeadersPath: "include"),
        .target(name: "Messages", dependencies: ["CMessages", "CProtobufC", "Core", "Wire"], path: "Proto/Generated/Swift", swiftSettings: house),

        // Shared.
        shared("Core", "CEpoll"),
        shared("Telemetry", "Core", .logging, .metrics),
        shared("Wire", "CProtobufC", "Core"),
        shared("Messaging", "CMessages", "CNats", "CProtobufC", "Core", "Identity", "Messages", "Telemetry", "Wire", .lifecycle, .logging),
        shared("Postgres", "CPostgres", "Core", "Telemetry", .lifecycle, .logging),
        shared("ChangeFeed", "Core", "Messages", "Messaging", "Postgres", "Reconciliation", "Telemetry", "Wire", .lifecycle, .logging),
        shared("Reconciliation", "Core", "Postgres", "Telemetry", .lifecycle, .logging),
        shared("HTTPClient", "CCurl", "Core", .logging),
        shared("ContainerEngine", "Core", "Hosting", "HTTPClient", "Telemetry", .logging),
        shared("Kubernetes", "Core"),
        shared("KubernetesClient", "Core", "Hosting", "HTTPClient", "Kubernetes", "Telemetry", .logging),
        shared("Sealing", "Core", .crypto, .cryptoExtras),
        shared("Identity", "Core", .crypto),
        shared("AdminServer", "Core", "Telemetry", .hummingbird, .lifecycle, .logging, .metrics, .metricsCore),
        shared(
            "Hosting", "AdminServer", "ChangeFeed", "CMalloc", "Core", "Identity", "Messages", "Messaging", "Postgres", "Reconciliation", "Sealing", "Telemetry", "Wire",
            .configuration, .lifecycle, .logging, .metrics, .signals),

        // The seven services, and the client.
        service("User", "Sealing", .crypto, .cryptoExtras),
        service("Project"),
        service("App", "Kubernetes", "Sealing"),
        service("Build", "ContainerEngine", "HTTPClient", "Kubernetes", "KubernetesClient", "Sealing", .crypto, .hummingbird, .subprocess),
        service("Deploy", "ContainerEngine", "HTTPClient", "Kubernetes", "KubernetesClient", "Sealing", .crypto),
        service("Log", "ContainerEngine", "HTTPClient", "Kubernetes", "KubernetesClient"),
        service("Gateway", "Sealing", .crypto, .hummingbird, .jwt),
        .executableTarget(name: "CLI", dependencies: ["Core", "HTTPClient", .argumentParser], path: "Services/CLI", exclude: ["README.md"], swiftSettings: house),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["ChangeFeed", "Core", "HTTPClient", "Identity", "Messages", "Messaging", "Postgres", "Wire", .logging, .subprocess],
            path: "Tests/Support", swiftSettings: house),
        // An API server for the tests of what speaks with one.
        .target(name: "ClusterStandIn", dependencies: ["Core"], path: "Tests/ClusterStandIn", swiftSettings: house),
        tests("CoreTests", "Core"),
        tests("PostgresTests", "Core", "Postgres", .logging),
        tests("ChangeFeedTests", "ChangeFeed", "Core", "Identity", "Messages", "Messaging", "Postgres", .lifecycle, .logging),
        tests("ReconciliationTests", "Core", "Reconciliation", .lifecycle, .logging),
        tests("HTTPClientTests", "Core", "HTTPClient"),
        tests("ContainerEngineTests", "ContainerEngine", "Core", "Hosting", "HTTPClient", "Telemetry", .crypto, .logging),
        tests("KubernetesTests", "Core", "Kubernetes"),
        tests("KubernetesClientTests", "CMalloc", "ClusterStandIn", "Core", "HTTPClient", "Kubernetes", "KubernetesClient", .logging, exclude: ["app.json"]),
        tests("WireTests", "Core", "Messages", "Wire"),
        tests("MessagingTests", "Core", "Identity", "Messages", "Messaging", "Wire", .lifecycle, .logging),
        tests("ContractTests", "Core", "Messages", "Wire"),
        tests("HostingTests", "AdminServer", "Core", "Hosting", "Sealing", "Telemetry", .lifecycle, .logging, .metricsCore),
        tests("IdentityTests", "Core", "Identity"),
        tests("SealingTests", "Core", "Sealing"),
        tests(
            "UserServiceTests", "ChangeFeed", "Core", "Identity", "Messages", "Messaging", "Postgres", "Sealing", "UserService",
            "Wire", .crypto, .lifecycle, .logging),
        tests(
            "ProjectServiceTests", "ChangeFeed", "Core", "Identity", "Messages", "Messaging", "Postgres", "ProjectService",
            "Wire", .lifecycle, .logging),
        tests(
            "BuildServiceTests", "BuildService", "ChangeFeed", "ClusterStandIn", "ContainerEngine", "Core", "Hosting", "HTTPClient", "Kubernetes",
            "KubernetesClient", "Messages", "Messaging", "Postgres", "Reconciliation", .crypto, .logging, .subprocess),
        tests(
            "AppServiceTests", "AppService", "ChangeFeed", "Core", "Hosting", "Messages", "Messaging", "Postgres", "Sealing", .crypto, .logging),
        tests("CLITests", "CLI", "Core", "HTTPClient", .argumentParser),
        tests(
            "LogServiceTests", "ChangeFeed", "ClusterStandIn", "ContainerEngine", "Core", "HTTPClient", "Identity", "Kubernetes", "KubernetesClient", "LogService",
            "Messages", "Messaging", "Postgres", "Reconciliation", "Telemetry", .lifecycle, .logging),
        tests(
            "GatewayServiceTests", "Core", "GatewayService", "HTTPClient", "Hosting", "Identity", "Messages", "Messaging", "Postgres",
            "Sealing", "Telemetry", "Wire", .crypto, .hummingbird, .lifecycle, .logging),
        tests(
            "DeployServiceTests", "ChangeFeed", "ClusterStandIn", "ContainerEngine", "Core", "DeployService", "HTTPClient", "Identity", "Kubernetes", "KubernetesClient", "Messages",
            "Messaging", "Postgres", "Reconciliation", "Sealing", "Wire", .lifecycle, .logging, exclude: ["Rollouts"]),
        tests("SystemTests", "Core", "HTTPClient", .crypto, exclude: ["experience.txt"]),
    ]
)

// What `make bench` runs beside the services (Tests/Benchmarks); nobody else builds it.
if Context.environment["SLIPWAY_BENCHMARKS"] != nil {
    let nio = ["NIOCore", "NIOHTTP1", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
    package.dependencies.append(.package(url: "https://github.com/apple/swift-nio", from: "2.81.0"))
    package.targets += [
        .executableTarget(name: "RawNATS", dependencies: ["CNats"], path: "Tests/Benchmarks/RawNATS"),
        .executableTarget(name: "BareHTTP", dependencies: nio, path: "Tests/Benchmarks/BareHTTP", swiftSettings: house),
        .executableTarget(
            name: "Load",
            dependencies: [
                "AdminServer", "ChangeFeed", "Core", "Identity", "Kubernetes", "KubernetesClient", "Messages", "Messaging", "Postgres", "Wire",
                .lifecycle, .logging, .metrics,
            ],
            path: "Tests/Benchmarks/Load", swiftSettings: house),
    ]
}
