package io.weir.core;

import io.weir.core.access.Access;
import io.weir.core.event.Events;
import io.weir.core.limit.Limits;
import io.weir.core.producer.Producers;
import io.weir.core.publish.Publisher;
import io.weir.core.read.Reader;
import io.weir.core.state.StateLogs;
import io.weir.core.tenant.Tenants;
import io.weir.core.topic.Topics;
import java.util.UUID;

/**
 * The parts of messaging, as protocols use them. Who started them, and may end them, has them in a
 * {@link RunningCore}.
 *
 * @param cluster this installation's id, made when the data was first opened and kept in it
 * @param producers producer ids and transactions
 * @param tenants which there are
 */
public record Core(
    UUID cluster,
    Topics topics,
    Publisher publisher,
    Reader reader,
    StateLogs state,
    Producers producers,
    Events events,
    Access access,
    Limits limits,
    Tenants tenants) {}
