"""The pages of the body's desk, by what one comes for (机构工作台页面)."""
