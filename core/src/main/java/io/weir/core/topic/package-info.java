/** Topics of tenants: what exists, and what is known of it. */
@NullMarked
package io.weir.core.topic;

import org.jspecify.annotations.NullMarked;
