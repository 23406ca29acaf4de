import Testing

/// One test after another: they share a machine of two cores, and some take parts of the platform away.
@Suite(.serialized) enum System {}
