package care

// everyList are all lists.
const everyList = AwaitsApproval | HasTask | AwaitsSharedApproval
