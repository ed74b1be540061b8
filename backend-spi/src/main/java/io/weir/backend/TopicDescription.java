package io.weir.backend;

import java.util.UUID;

/**
 * A topic as the backend has it. The backend says which topics exist; what else is known of one is
 * written elsewhere, against its name.
 *
 * @param id given by the backend when the topic is created, never used again for another one; a
 *     topic of {@link Durability#MEMORY} has a new one after each start
 * @param name unique in the backend: 1 to 320 bytes of UTF-8; a system that allows less escapes it,
 *     reversibly
 * @param partitions from 1; numbered from 0
 */
public record TopicDescription(UUID id, String name, int partitions, TopicSettings settings) {}
