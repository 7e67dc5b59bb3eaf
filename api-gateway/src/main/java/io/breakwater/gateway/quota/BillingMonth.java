package io.breakwater.gateway.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A month of a subscription, in UTC.
 *
 * @param first its first day
 * @param next the first day of the month after it
 */
record BillingMonth(LocalDate first, LocalDate next) {

    /**
     * The month of a moment.
     *
     * @param billingDay the day of the calendar month on which a month of the subscription begins, 1 to 28
     */
    static BillingMonth of(Instant moment, int billingDay) {
        LocalDate today = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        LocalDate first = today.withDayOfMonth(billingDay);
        if (first.isAfter(today)) {
            first = first.minusMonths(1);
        }
        return new BillingMonth(first, first.plusMonths(1));
    }

    Instant start() {
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant end() {
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
