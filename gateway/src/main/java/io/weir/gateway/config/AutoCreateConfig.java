package io.weir.gateway.config;

import io.weir.backend.Durability;

/** What becomes of a topic that is used and does not exist. */
public record AutoCreateConfig(
    @Setting(about = "Whether it is created.", standard = "true") boolean topics,
    @Setting(about = "Its partitions.", standard = "1", min = 1, max = 10_000) int partitions,
    @Setting(about = "How long its messages are kept.", standard = "7d") Period retention,
    @Setting(
            about =
                "What an acknowledgement promises: on disk, handed to the operating system, or nothing.",
            standard = "sync")
        Durability durability) {}
