/** HTTP clients, and what crosses between HTTP and Kafka. */
@NullMarked
package io.weir.tests.http;

import org.jspecify.annotations.NullMarked;
