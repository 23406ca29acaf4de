package struct PodTemplateSpec: Codable, Sendable, Equatable {
    package struct Metadata: Codable, Sendable, Equatable {
        package var labels: [String: String]?
        package var annotations: [String: String]?

        package init(labels: [String: String]?, annotations: [String: String]? = nil) {
            self.labels = labels
            self.annotations = annotations
        }
    }

    package var metadata: Metadata
    package var spec: PodSpec

    package init(metadata: Metadata, spec: PodSpec) {
        self.metadata = metadata
        self.spec = spec
    }
}

package struct PodSpec: Codable, Sendable, Equatable {
    package var containers: [Container]
    package var initContainers: [Container]?
    package var securityContext: PodSecurityContext?
    package var volumes: [Volume]?
    package var restartPolicy: String?
    package var serviceAccountName: String?
    package var automountServiceAccountToken: Bool?
    package var enableServiceLinks: Bool?
    package var terminationGracePeriodSeconds: Int?
    /// False: a user namespace of its own, in which root is nobody outside.
    package var hostUsers: Bool?
    package var priorityClassName: String?
    package var imagePullSecrets: [ServiceAccount.PullSecret]?
    /// Where it runs; the scheduler writes it.
    package var nodeName: String?

    package init(
        containers: [Container], initContainers: [Container]? = nil, securityContext: PodSecurityContext? = nil, volumes: [Volume]? = nil,
        restartPolicy: String? = nil, serviceAccountName: String? = nil, automountServiceAccountToken: Bool? = false,
        enableServiceLinks: Bool? = false, terminationGracePeriodSeconds: Int? = nil, hostUsers: Bool? = nil,
        priorityClassName: String? = nil, imagePullSecrets: [ServiceAccount.PullSecret]? = nil
    ) {
        self.containers = containers
        self.initContainers = initContainers
        self.securityContext = securityContext
        self.volumes = volumes
        self.restartPolicy = restartPolicy
        self.serviceAccountName = serviceAccountName
        self.automountServiceAccountToken = automountServiceAccountToken
        self.enableServiceLinks = enableServiceLinks
        self.terminationGracePeriodSeconds = terminationGracePeriodSeconds
        self.hostUsers = hostUsers
        self.priorityClassName = priorityClassName
        self.imagePullSecrets = imagePullSecrets
    }
}

package struct PodSecurityContext: Codable, Sendable, Equatable {
    package struct SeccompProfile: Codable, Sendable, Equatable {
        package var type: String

        package init(type: String) {
            self.type = type
        }
    }

    package struct Sysctl: Codable, Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var runAsNonRoot: Bool?
    package var runAsUser: Int64?
    package var runAsGroup: Int64?
    package var fsGroup: Int64?
    package var seccompProfile: SeccompProfile?
    package var sysctls: [Sysctl]?

    package init(
        runAsNonRoot: Bool? = nil, runAsUser: Int64? = nil, runAsGroup: Int64? = nil, fsGroup: Int64? = nil,
        seccompProfile: SeccompProfile? = nil, sysctls: [Sysctl]? = nil
    ) {
        self.runAsNonRoot = runAsNonRoot
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.fsGroup = fsGroup
        self.seccompProfile = seccompProfile
        self.sysctls = sysctls
    }
}

package struct Volume: Codable, Sendable, Equatable {
    package struct EmptyDir: Codable, Sendable, Equatable {
        package var sizeLimit: String?

        package init(sizeLimit: String? = nil) {
            self.sizeLimit = sizeLimit
        }
    }

    package struct SecretSource: Codable, Sendable, Equatable {
        package struct Item: Codable, Sendable, Equatable {
            package var key: String
            package var path: String

            package init(key: String, path: String) {
                self.key = key
                self.path = path
            }
        }

        package var secretName: String
        /// Only these; nil: every key is a file.
        package var items: [Item]?
        package var defaultMode: Int?

        package init(secretName: String, items: [Item]? = nil, defaultMode: Int? = nil) {
            self.secretName = secretName
            self.items = items
            self.defaultMode = defaultMode
        }
    }

    package var name: String
    package var emptyDir: EmptyDir?
    package var secret: SecretSource?

    package init(name: String, emptyDir: EmptyDir? = EmptyDir()) {
        self.name = name
        self.emptyDir = emptyDir
    }

    package init(name: String, secret: SecretSource) {
        self.name = name
        self.secret = secret
    }
}
