/**
 * Weir's own records: what is known of the cluster and, by name, of topics beyond their existence,
 * which is the backend's to say. One internal topic of one partition, entries as JSON text.
 */
@NullMarked
package io.weir.core.metadata;

import org.jspecify.annotations.NullMarked;
