/// core/v1 Container.
package struct Container: Codable, Sendable, Equatable {
    package struct Port: Codable, Sendable, Equatable {
        package var containerPort: Int
        package var name: String?
        package var `protocol`: String?

        package init(containerPort: Int, name: String? = nil, protocol: String? = "TCP") {
            self.containerPort = containerPort
            self.name = name
            self.protocol = `protocol`
        }
    }

    package struct EnvVar: Codable, Sendable, Equatable {
        package var name: String
        package var value: String?

        package init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    package struct EnvFromSource: Codable, Sendable, Equatable {
        package struct Reference: Codable, Sendable, Equatable {
            package var name: String

            package init(name: String) {
                self.name = name
            }
        }

        package var configMapRef: Reference?
        package var secretRef: Reference?

        package init(configMap: String? = nil, secret: String? = nil) {
            configMapRef = configMap.map(Reference.init(name:))
            secretRef = secret.map(Reference.init(name:))
        }
    }

    /// Quantities by resource: `cpu`, `memory`, `ephemeral-storage`.
    package struct Resources: Codable, Sendable, Equatable {
        package var limits: [String: String]?
        package var requests: [String: String]?

        package init(limits: [String: String]?, requests: [String: String]? = nil) {
            self.limits = limits
            self.requests = requests
        }
    }

    package struct SecurityContext: Codable, Sendable, Equatable {
        package struct Capabilities: Codable, Sendable, Equatable {
            package var drop: [String]?
            package var add: [String]?

            package init(drop: [String]?, add: [String]? = nil) {
                self.drop = drop
                self.add = add
            }
        }

        package var allowPrivilegeEscalation: Bool?
        package var readOnlyRootFilesystem: Bool?
        package var runAsNonRoot: Bool?
        package var runAsUser: Int64?
        package var capabilities: Capabilities?

        package init(
            allowPrivilegeEscalation: Bool? = false, readOnlyRootFilesystem: Bool? = nil, runAsNonRoot: Bool? = nil, runAsUser: Int64? = nil,
            capabilities: Capabilities? = Capabilities(drop: ["ALL"])
        ) {
            self.allowPrivilegeEscalation = allowPrivilegeEscalation
            self.readOnlyRootFilesystem = readOnlyRootFilesystem
            self.runAsNonRoot = runAsNonRoot
            self.runAsUser = runAsUser
            self.capabilities = capabilities
        }
    }

    package struct VolumeMount: Codable, Sendable, Equatable {
        package var name: String
        package var mountPath: String
        package var readOnly: Bool?

        package init(name: String, mountPath: String, readOnly: Bool? = nil) {
            self.name = name
            self.mountPath = mountPath
            self.readOnly = readOnly
        }
    }

    package var name: String
    package var image: String
    package var command: [String]?
    package var args: [String]?
    package var workingDir: String?
    package var ports: [Port]?
    package var env: [EnvVar]?
    package var envFrom: [EnvFromSource]?
    package var resources: Resources?
    package var securityContext: SecurityContext?
    package var startupProbe: Probe?
    package var readinessProbe: Probe?
    package var lifecycle: Lifecycle?
    package var volumeMounts: [VolumeMount]?
    package var imagePullPolicy: String?

    package init(
        name: String, image: String, command: [String]? = nil, args: [String]? = nil, workingDir: String? = nil, ports: [Port]? = nil,
        env: [EnvVar]? = nil, envFrom: [EnvFromSource]? = nil, resources: Resources? = nil, securityContext: SecurityContext? = nil,
        startupProbe: Probe? = nil, readinessProbe: Probe? = nil, lifecycle: Lifecycle? = nil, volumeMounts: [VolumeMount]? = nil,
        imagePullPolicy: String? = nil
    ) {
        self.name = name
        self.image = image
        self.command = command
        self.args = args
        self.workingDir = workingDir
        self.ports = ports
        self.env = env
        self.envFrom = envFrom
        self.resources = resources
        self.securityContext = securityContext
        self.startupProbe = startupProbe
        self.readinessProbe = readinessProbe
        self.lifecycle = lifecycle
        self.volumeMounts = volumeMounts
        self.imagePullPolicy = imagePullPolicy
    }
}
