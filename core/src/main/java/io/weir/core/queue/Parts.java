package io.weir.core.queue;

import io.vertx.core.Vertx;
import io.weir.backend.Capabilities;
import io.weir.core.limit.Limits;
import io.weir.core.metadata.MetadataJournal;
import io.weir.core.publish.Publisher;
import io.weir.core.tenant.Names;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topics;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What queues are made of.
 *
 * @param names whether a tenant's queues and topics share their names
 * @param headerTypes of all heads
 * @param clock milliseconds since 1970
 */
record Parts(
    Vertx vertx,
    Capabilities capabilities,
    Topics topics,
    Publisher publisher,
    QueueLog log,
    MetadataJournal metadata,
    QueueRights rights,
    Limits limits,
    Function<Tenant, Names> names,
    List<HeaderTypes> headerTypes,
    Shards shards,
    LongSupplier clock) {}
