package io.weir.core.route;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something durable as it is written down, in the form of an entry of {@link
 * io.weir.core.metadata.MetadataJournal}.
 *
 * @param key which entity it is, unique in the space; whoever writes it puts the space in front
 * @param value the entity, or null where there is none any more
 */
public record TopologyEntry(String key, @Nullable JsonObject value) {}
