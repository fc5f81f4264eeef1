"""The body's desk (机构工作台): what a body may apply for, its application in steps, its case, its registers."""
