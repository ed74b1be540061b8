package io.weir.gateway.config;

import java.time.Duration;

/** What the connections of a listener may take, all together and each. */
public record LimitsConfig(
    @Setting(
            about = "Connections at once, of each protocol.",
            standard = "10000",
            min = 1,
            max = 1_000_000)
        int connections,
    @Setting(about = "The largest request or frame.", standard = "100MiB") Bytes frame,
    @Setting(
            about =
                "Bytes of requests taken and not yet answered, past which a connection is not read.",
            standard = "32MiB")
        Bytes unanswered,
    @Setting(
            about =
                "Bytes of answers that the client has not read, past which a connection is not read and nothing is fetched for it.",
            standard = "32MiB")
        Bytes unsent,
    @Setting(
            about = "Without a byte in either direction for so long, a connection ends.",
            standard = "10m")
        Duration idle,
    @Setting(about = "A frame that has begun is complete within so long.", standard = "30s")
        Duration frameTime,
    @Setting(
            about = "A client that takes none of its answers for so long is gone.",
            standard = "60s")
        Duration writeTime,
    @Setting(
            about = "A balancer's header and the TLS handshake are over within so long.",
            standard = "10s")
        Duration handshakeTime) {}
