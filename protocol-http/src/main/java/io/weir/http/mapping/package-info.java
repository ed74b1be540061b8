/**
 * Between HTTP and the model: addresses in paths, properties in headers, records in JSON, and the
 * one mapper from failures to status codes. No socket here.
 */
@NullMarked
package io.weir.http.mapping;

import org.jspecify.annotations.NullMarked;
