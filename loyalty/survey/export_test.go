package survey

// What the committed schemas are made by.
var (
	QuestionnaireSchema = questionnaireSchema
	IndexSchema         = indexSchema
)
