/**
 * Consumer groups: Apache Kafka's group coordinator over Weir's state logs. {@link
 * io.weir.kafka.group.Groups} starts it when the first group is asked for; {@link
 * io.weir.kafka.group.TenantGroups} keeps the groups of tenants apart.
 */
@NullMarked
package io.weir.kafka.group;

import org.jspecify.annotations.NullMarked;
