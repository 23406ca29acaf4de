/// core/v1 Probe: by HTTP or by a TCP connection.
package struct Probe: Codable, Sendable, Equatable {
    package struct HTTPGet: Codable, Sendable, Equatable {
        package var path: String?
        package var port: IntOrString

        package init(path: String?, port: IntOrString) {
            self.path = path
            self.port = port
        }
    }

    package struct TCPSocket: Codable, Sendable, Equatable {
        package var port: IntOrString

        package init(port: IntOrString) {
            self.port = port
        }
    }

    package var httpGet: HTTPGet?
    package var tcpSocket: TCPSocket?
    package var initialDelaySeconds: Int?
    package var periodSeconds: Int?
    package var timeoutSeconds: Int?
    package var failureThreshold: Int?

    package init(
        httpGet: HTTPGet? = nil, tcpSocket: TCPSocket? = nil, initialDelaySeconds: Int? = nil, periodSeconds: Int? = nil,
        timeoutSeconds: Int? = nil, failureThreshold: Int? = nil
    ) {
        self.httpGet = httpGet
        self.tcpSocket = tcpSocket
        self.initialDelaySeconds = initialDelaySeconds
        self.periodSeconds = periodSeconds
        self.timeoutSeconds = timeoutSeconds
        self.failureThreshold = failureThreshold
    }
}

/// core/v1 Lifecycle: what happens before a container is stopped.
package struct Lifecycle: Codable, Sendable, Equatable {
    package struct Handler: Codable, Sendable, Equatable {
        package struct Sleep: Codable, Sendable, Equatable {
            package var seconds: Int

            package init(seconds: Int) {
                self.seconds = seconds
            }
        }

        package var sleep: Sleep?

        package init(sleep: Sleep?) {
            self.sleep = sleep
        }
    }

    package var preStop: Handler?

    package init(preStop: Handler?) {
        self.preStop = preStop
    }
}
