package io.weir.core.publish;

import io.weir.backend.PartitionLog;
import io.weir.core.access.Access;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.topic.Topics;

/** What every publication passes on its way. */
record Route(
    PartitionLog log,
    Topics topics,
    Access access,
    Limits limits,
    Events events,
    Partitioner partitioner,
    int maxBytesInFlight) {}
