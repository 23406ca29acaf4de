/// policy/v1 PodDisruptionBudget: how many Pods a drain of nodes must leave alone.
package struct PodDisruptionBudget: KubernetesObject {
    package static let apiVersion = "policy/v1"
    package static let kind = "PodDisruptionBudget"

    package struct Spec: Codable, Sendable, Equatable {
        package var minAvailable: IntOrString?
        package var maxUnavailable: IntOrString?
        package var selector: LabelSelector?
        package var unhealthyPodEvictionPolicy: String?

        package init(
            minAvailable: IntOrString? = nil, maxUnavailable: IntOrString? = nil, selector: LabelSelector?,
            unhealthyPodEvictionPolicy: String? = nil
        ) {
            self.minAvailable = minAvailable
            self.maxUnavailable = maxUnavailable
            self.selector = selector
            self.unhealthyPodEvictionPolicy = unhealthyPodEvictionPolicy
        }
    }

    package var apiVersion: String? = PodDisruptionBudget.apiVersion
    package var kind: String? = PodDisruptionBudget.kind
    package var metadata: ObjectMeta
    package var spec: Spec?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// autoscaling/v2 HorizontalPodAutoscaler: owns the number of replicas of what it names.
package struct HorizontalPodAutoscaler: KubernetesObject {
    package static let apiVersion = "autoscaling/v2"
    package static let kind = "HorizontalPodAutoscaler"

    package struct Target: Codable, Sendable, Equatable {
        package var apiVersion: String?
        package var kind: String
        package var name: String

        package init(apiVersion: String? = Deployment.apiVersion, kind: String = Deployment.kind, name: String) {
            self.apiVersion = apiVersion
            self.kind = kind
            self.name = name
        }
    }

    package struct Metric: Codable, Sendable, Equatable {
        package struct Resource: Codable, Sendable, Equatable {
            package struct Target: Codable, Sendable, Equatable {
                package var type: String
                package var averageUtilization: Int?
                package var averageValue: String?

                package init(type: String, averageUtilization: Int? = nil, averageValue: String? = nil) {
                    self.type = type
                    self.averageUtilization = averageUtilization
                    self.averageValue = averageValue
                }
            }

            package var name: String
            package var target: Target

            package init(name: String, target: Target) {
                self.name = name
                self.target = target
            }
        }

        package var type: String
        package var resource: Resource?

        /// Percent of what the Pods request.
        package static func utilization(of resource: String, percent: Int) -> Metric {
            Metric(
                type: "Resource", resource: Resource(name: resource, target: .init(type: "Utilization", averageUtilization: percent)))
        }

        package init(type: String, resource: Resource?) {
            self.type = type
            self.resource = resource
        }
    }

    package struct Spec: Codable, Sendable, Equatable {
        package var scaleTargetRef: Target
        package var minReplicas: Int?
        package var maxReplicas: Int
        package var metrics: [Metric]?

        package init(scaleTargetRef: Target, minReplicas: Int?, maxReplicas: Int, metrics: [Metric]?) {
            self.scaleTargetRef = scaleTargetRef
            self.minReplicas = minReplicas
            self.maxReplicas = maxReplicas
            self.metrics = metrics
        }
    }

    package struct Status: Codable, Sendable, Equatable {
        package var currentReplicas: Int?
        package var desiredReplicas: Int?
        package var conditions: [Condition]?

        package init(currentReplicas: Int? = nil, desiredReplicas: Int? = nil, conditions: [Condition]? = nil) {
            self.currentReplicas = currentReplicas
            self.desiredReplicas = desiredReplicas
            self.conditions = conditions
        }
    }

    package var apiVersion: String? = HorizontalPodAutoscaler.apiVersion
    package var kind: String? = HorizontalPodAutoscaler.kind
    package var metadata: ObjectMeta
    package var spec: Spec?
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// autoscaling/v1 Scale: the `scale` subresource of a Deployment.
package struct Scale: Codable, Sendable, Equatable {
    package struct Spec: Codable, Sendable, Equatable {
        package var replicas: Int?

        package init(replicas: Int?) {
            self.replicas = replicas
        }
    }

    package struct Status: Codable, Sendable, Equatable {
        package var replicas: Int?
        package var selector: String?

        package init(replicas: Int? = nil, selector: String? = nil) {
            self.replicas = replicas
            self.selector = selector
        }
    }

    package var metadata: ObjectMeta
    package var spec: Spec?
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }
}
